"""What is set, and where from: the rows of `config show`; secrets masked."""

from dataclasses import fields

from bouclage.config.whole import Config

SECRETS = frozenset({"mail.password", "returns.webhook_token", "web.secret", "web.older_secrets", "store.url"})


def config_rows(config: Config) -> list[tuple[str, str, str]]:
    """Return (key, value, origin) of every setting; secrets masked."""
    rows = []
    for section in (f.name for f in fields(Config) if f.name not in {"editions", "origins"}):
        part = getattr(config, section)
        rows += [_row(f"{section}.{f.name}", getattr(part, f.name), config) for f in fields(part)]
    for edition in config.editions:
        rows += [
            _row(f"editions.{edition.name}.{f.name}", getattr(edition, f.name), config)
            for f in fields(edition)
            if f.name != "name"
        ]
    return rows


def _row(key: str, value: object, config: Config) -> tuple[str, str, str]:
    shown = "" if value is None else str(value)
    if key == "store.url" and not shown.startswith("sqlite"):
        shown = shown.split("://")[0] + "://…"  # a password may stand before the "@" or among the parameters
    elif key in SECRETS and key != "store.url" and shown:
        shown = "…"
    return key, shown, config.origins.get(key, "default")
