"""One frozen Config from TOML, BOUCLAGE_* environment and *_FILE secrets, built once at the edge.

Order, later wins: defaults, `house.toml` beside the database (what was chosen at the first start), the TOML file,
`BOUCLAGE_SECTION__KEY`, `BOUCLAGE_SECTION__KEY_FILE` (a file that holds the value, for secrets). An unknown key is an
error. `Config.origins` says where each value came from.
"""

from bouclage.config.desk import DeskConfig
from bouclage.config.house import house_file, write_house
from bouclage.config.keeping import LEAST_DAYS, KeepingConfig
from bouclage.config.load import DEFAULT_FILE, PREFIX, load
from bouclage.config.operating import OperatingConfig
from bouclage.config.rows import SECRETS, config_rows
from bouclage.config.sections import EditionConfig, MailConfig, PublisherConfig, StoreConfig, WebConfig
from bouclage.config.sending import DkimConfig, ReturnsConfig, SendingConfig
from bouclage.config.subscribers import SubscribersConfig
from bouclage.config.weather import WeatherConfig
from bouclage.config.whole import Config

__all__ = [
    "DEFAULT_FILE",
    "LEAST_DAYS",
    "PREFIX",
    "SECRETS",
    "Config",
    "DeskConfig",
    "DkimConfig",
    "EditionConfig",
    "KeepingConfig",
    "MailConfig",
    "OperatingConfig",
    "PublisherConfig",
    "ReturnsConfig",
    "SendingConfig",
    "StoreConfig",
    "SubscribersConfig",
    "WeatherConfig",
    "WebConfig",
    "config_rows",
    "house_file",
    "load",
    "write_house",
]  # fmt: skip
