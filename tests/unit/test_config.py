"""Settings from file, environment and secret files."""

from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest

from bouclage.config import SECRETS, Config, config_rows, load
from bouclage.errors import ConfigError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No bouclage.toml of the folder the tests run in is read."""
    monkeypatch.chdir(tmp_path)


def written(text: str | bytes, name: str = "my.toml") -> Path:
    """Return a file here that holds `text`."""
    file = Path(name)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def failing(text: str = "", **environment: str) -> ConfigError:
    """Return the error that these settings give."""
    with pytest.raises(ConfigError) as caught:
        load(written(text) if text else None, environment)
    return caught.value


def test_nothing_set_is_a_working_configuration() -> None:
    """One process, one file, one edition at 16:30 in Zurich."""
    config = load(None, {})
    assert config == Config()
    assert [edition.name for edition in config.editions] == ["evening"]
    assert config.editions[0].closing_time == time(16, 30)
    assert config.editions[0].zone.key == "Europe/Zurich"


def test_a_file_sets_every_kind_of_value() -> None:
    """Text, whole and other numbers, yes and no, times and tables, each as its own type."""
    config = load(
        written(
            """
            [store]
            url = "sqlite:///news.db"
            [editions.morning]
            closes = 06:15:00
            time_zone = "America/New_York"
            send = false
            grace_hours = 3
            [editions.evening]
            title = "Soir"
            [mail]
            port = 587
            timeout_s = 5
            [fetch.hosts]
            "le-rivage.example" = "127.0.0.1"
            [making]
            late_days = 1.5
            """
        ),
        {},
    )
    assert config.store.url == "sqlite:///news.db"
    assert [edition.name for edition in config.editions] == ["morning", "evening"]
    morning = config.edition("morning")
    assert (morning.closing_time, morning.zone.key, morning.send) == (time(6, 15), "America/New_York", False)
    assert (morning.grace_hours, type(morning.grace_hours)) == (3.0, float)
    assert config.edition("evening").title == "Soir"
    assert (config.mail.port, config.mail.timeout_s) == (587, 5.0)
    assert config.fetch.hosts == {"le-rivage.example": "127.0.0.1"}
    assert config.making.late_days == 1.5
    assert config.mail.host == Config().mail.host


def test_the_file_of_this_folder_is_read_unless_another_is_named() -> None:
    """bouclage.toml here; BOUCLAGE_CONFIG before it; the command's own before both."""
    written('[publisher]\nname = "here"', "bouclage.toml")
    other = written('[publisher]\nname = "environment"', "other.toml")
    third = written('[publisher]\nname = "command"', "third.toml")
    assert load(None, {}).publisher.name == "here"
    assert load(None, {"BOUCLAGE_CONFIG": str(other)}).publisher.name == "environment"
    assert load(third, {"BOUCLAGE_CONFIG": str(other)}).publisher.name == "command"


def test_the_environment_beats_the_file_and_a_secret_file_beats_both() -> None:
    """Later wins: defaults, TOML, variable, *_FILE."""
    file = written('[mail]\nhost = "toml"\nuser = "toml"\npassword = "toml"')
    secret = written("from file \n", "secret")
    config = load(
        file,
        {
            "BOUCLAGE_MAIL__USER": "variable",
            "BOUCLAGE_MAIL__PASSWORD": "variable",
            "BOUCLAGE_MAIL__PASSWORD_FILE": str(secret),
            "BOUCLAGE_EDITIONS__EVENING__CLOSES": "17:00",
            "PATH": "no concern of ours",
        },
    )
    assert (config.mail.host, config.mail.user, config.mail.password) == ("toml", "variable", "from file")
    assert config.edition("evening").closing_time == time(17)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        ("on", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("off", False),
    ],
)
def test_yes_and_no_have_several_words_in_the_environment(word: str, value: bool) -> None:
    """As people and container files write them."""
    assert load(None, {"BOUCLAGE_WEB__COLLECT": word}).web.collect is value


def test_every_setting_says_where_it_came_from() -> None:
    """`config show` names the file or variable of each value that is no default."""
    file = written('[mail]\nhost = "relay.example"\n[editions.evening]\ncloses = "17:00"')
    rows = {
        key: (value, origin)
        for key, value, origin in config_rows(
            load(file, {"BOUCLAGE_WEB__PORT": "80", "BOUCLAGE_WEB__SECRET_FILE": str(written("x", "s"))})
        )
    }
    assert rows["mail.host"] == ("relay.example", "my.toml")
    assert rows["editions.evening.closes"] == ("17:00", "my.toml")
    assert rows["web.port"] == ("80", "BOUCLAGE_WEB__PORT")
    assert rows["web.secret"] == ("…", "BOUCLAGE_WEB__SECRET_FILE")
    assert rows["mail.port"] == ("25", "default")
    assert rows["editions.evening.language"] == ("fr", "default")


def test_no_setting_is_left_out_of_the_list() -> None:
    """Every field of every section has a row."""
    config = Config()
    expected = {
        f"{section}.{f.name}"
        for section in (f.name for f in fields(Config) if f.name not in {"editions", "origins"})
        for f in fields(getattr(config, section))
    } | {f"editions.evening.{f.name}" for f in fields(config.editions[0]) if f.name != "name"}
    assert {key for key, _, _ in config_rows(config)} == expected


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bouclage:hunter2@db.example/news",
        "postgresql://db.example/news?user=bouclage&password=hunter2",
    ],
)
def test_secrets_are_masked_wherever_they_could_be_seen(url: str) -> None:
    """Neither the list of settings nor the repr that a traceback or log would show holds a secret."""
    config = load(
        None,
        {
            "BOUCLAGE_STORE__URL": url,
            "BOUCLAGE_MAIL__PASSWORD": "hunter2",
            "BOUCLAGE_WEB__SECRET": "hunter2",
            "BOUCLAGE_WEB__OLDER_SECRETS": "hunter2",
            "BOUCLAGE_RETURNS__WEBHOOK_TOKEN": "hunter2" * 3,
        },
    )
    rows = config_rows(config)
    assert "hunter2" not in repr(rows)
    assert "hunter2" not in repr(config)
    assert {key for key, value, _ in rows if "…" in value} == SECRETS


def test_an_unset_secret_is_not_shown_as_set() -> None:
    """Nothing stands where nothing is; a database file is no secret."""
    rows = {key: value for key, value, _ in config_rows(Config())}
    assert rows["mail.password"] == rows["web.secret"] == ""
    assert rows["store.url"] == "sqlite:///var/bouclage.db"


def test_an_edition_of_defaults_alone_is_one() -> None:
    """A table without a setting still names an edition."""
    config = load(written("[editions.morning]\n[editions.evening]\ntitle = 'Soir'\n[mail]"), {})
    assert [edition.name for edition in config.editions] == ["morning", "evening"]
    assert config.mail == Config().mail


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[mial]", "mial"),
        ("[mial]\nhost = 'x'", "mial.host"),
        ("[mail]\nhots = 'x'", "mail.hots"),
        ("[editions.evening]\nclose = '16:30'", "editions.evening.close"),
        ("[editions.evening]\nname = 'other'", "editions.evening.name"),
        ("[origins]\nx = 'y'", "origins.x"),
        ("[editions]\nevening = '16:30'", "editions.evening"),
        ("host = 'x'", "host"),
        ("[[editions]]\nname = 'evening'", "editions"),
        ("[mail]\nport = 'smtp'", "mail.port"),
        ("[mail]\nport = 25.5", "mail.port"),
        ("[mail]\nport = true", "mail.port"),
        ("[mail]\ntimeout_s = nan", "mail.timeout_s"),
        ("[mail]\nhost = ['a', 'b']", "mail.host"),
        ("[mail]\nhost = true", "mail.host"),
        ("[web]\ncollect = 'perhaps'", "web.collect"),
        ("[fetch]\nhosts = 'le-rivage.example'", "fetch.hosts"),
        ("[fetch]\nmax_bytes = 0", "fetch"),
        ("[editions.evening]\ncloses = '25:00'", "editions.evening.closes"),
        ("[editions.evening]\ncloses = '16h30'", "editions.evening.closes"),
        ("[editions.evening]\ncloses = ''", "editions.evening.closes"),
        ("[editions.evening]\ncloses = '16:30+02:00'", "editions.evening.closes"),
        ("[editions.evening]\ntime_zone = 'Europe/Zurch'", "editions.evening.time_zone"),
        ("[editions.evening]\ntime_zone = 'Europe'", "editions.evening.time_zone"),
        ("[editions.evening]\ntime_zone = ''", "editions.evening.time_zone"),
        ("[editions.evening]\ntime_zone = '../etc'", "editions.evening.time_zone"),
    ],
)
def test_a_wrong_setting_of_the_file_is_named_with_the_file(text: str, key: str) -> None:
    """An unknown section or key, or a value that cannot be used, stops the start and says where it stands."""
    error = failing(text)
    assert (error.key, error.origin) == (key, "my.toml")
    assert str(error).startswith(f"{key}: ")
    assert str(error).endswith("(from my.toml)")


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("BOUCLAGE_MAIL__HOTS", "x", "mail.hots"),
        ("BOUCLAGE_MIAL__HOST", "x", "mial.host"),
        ("BOUCLAGE_EDITIONS__EVENING", "x", "editions.evening"),
        ("BOUCLAGE_MAIL__", "", "mail."),
        ("BOUCLAGE_MAIL__PORT", "smtp", "mail.port"),
        ("BOUCLAGE_MAIL__TIMEOUT_S", "inf", "mail.timeout_s"),
        ("BOUCLAGE_EDITIONS__EVENING__TIME_ZONE", "CET+1", "editions.evening.time_zone"),
        ("BOUCLAGE_EDITIONS__EVENING__CLOSES", "half past four", "editions.evening.closes"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, key: str) -> None:
    """The error says which variable to correct."""
    error = failing(**{name: value})
    assert (error.key, error.origin) == (key, name)


def test_a_wrong_secret_is_not_printed() -> None:
    """The message about an unusable password does not hold it."""
    assert "hunter2" not in str(failing("[mail]\npassword = ['hunter2']"))


@pytest.mark.parametrize("content", [b"[mail\nhost = 1", b"\xff\xfe[\x00m\x00", b"[mail]\nhost = 1\nhost = 2"])
def test_a_file_that_is_no_toml_is_named(content: bytes) -> None:
    """Broken brackets, another encoding, a key twice: one line that names the file."""
    file = written(content)
    with pytest.raises(ConfigError) as caught:
        load(file, {})
    assert caught.value.origin == "my.toml"


def test_a_missing_file_is_named() -> None:
    """A file asked for is not quietly done without."""
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load(Path("nowhere.toml"), {})
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load(None, {"BOUCLAGE_CONFIG": "nowhere.toml"})


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    """A volume mounted as a folder is a common mistake with containers."""
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ConfigError, match=r"folder\.toml"):
        load(Path("folder.toml"), {})


@pytest.mark.parametrize("name", ["nowhere", "binary"])
def test_a_secret_file_that_cannot_be_read_is_named(name: str) -> None:
    """With the variable that pointed there."""
    written(b"\xff\xfe\x00", "binary")
    error = failing(BOUCLAGE_MAIL__PASSWORD_FILE=name)
    assert error.key == "BOUCLAGE_MAIL__PASSWORD_FILE"
    assert name in str(error)


def test_an_unknown_edition_is_named_with_those_there_are() -> None:
    """`close --edition mroning` says what can be closed."""
    config = load(written("[editions.morning]\ncloses = '06:00'\n[editions.evening]\ncloses = '16:30'"), {})
    assert config.edition().name == "morning"
    with pytest.raises(ConfigError, match="'mroning'; there are: morning, evening"):
        config.edition("mroning")
