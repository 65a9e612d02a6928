"""Config: every section together, and the edition asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bouclage.config.desk import DeskConfig
from bouclage.config.grouping import GroupingConfig
from bouclage.config.keeping import KeepingConfig
from bouclage.config.operating import OperatingConfig
from bouclage.config.sections import EditionConfig, MailConfig, PublisherConfig, StoreConfig, WebConfig
from bouclage.config.sending import DkimConfig, ReturnsConfig, SendingConfig
from bouclage.config.subscribers import SubscribersConfig
from bouclage.config.weather import WeatherConfig
from bouclage.edition import EditionSettings
from bouclage.errors import ConfigError
from bouclage.fetch import FetchSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that may be set."""

    store: StoreConfig = field(default_factory=StoreConfig)
    editions: tuple[EditionConfig, ...] = (EditionConfig(),)
    mail: MailConfig = field(default_factory=MailConfig)
    subscribers: SubscribersConfig = field(default_factory=SubscribersConfig)
    sending: SendingConfig = field(default_factory=SendingConfig)
    dkim: DkimConfig = field(default_factory=DkimConfig)
    returns: ReturnsConfig = field(default_factory=ReturnsConfig)
    publisher: PublisherConfig = field(default_factory=PublisherConfig)
    web: WebConfig = field(default_factory=WebConfig)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    making: EditionSettings = field(default_factory=EditionSettings)
    grouping: GroupingConfig = field(default_factory=GroupingConfig)
    operating: OperatingConfig = field(default_factory=OperatingConfig)
    keeping: KeepingConfig = field(default_factory=KeepingConfig)
    desk: DeskConfig = field(default_factory=DeskConfig)
    weather: WeatherConfig = field(default_factory=WeatherConfig)
    origins: Mapping[str, str] = field(default_factory=dict)

    def edition(self, name: str | None = None) -> EditionConfig:
        """Return the edition called `name`, or the first."""
        if name is None:
            return self.editions[0]
        for edition in self.editions:
            if edition.name == name:
                return edition
        known = ", ".join(edition.name for edition in self.editions)
        raise ConfigError(f"no edition is called {name!r}; there are: {known}", key="editions", origin="the command")
