"""Relay: the connection that all mail of this newsroom leaves by, and the keys that sign it."""

from pathlib import Path

from bouclage.config import Config
from bouclage.deliver import Relay, Signer, SmtpConnection, Tls, load_key
from bouclage.errors import ConfigError, DeliveryError


def relay_connection(config: Config) -> SmtpConnection:
    """Return a connection to the configured relay, not yet open. Raises ConfigError for settings that cannot work."""
    settings = config.mail
    try:
        relay = Relay(
            host=settings.host,
            port=settings.port,
            tls=Tls(settings.tls),
            user=settings.user,
            password=settings.password,
            timeout_s=settings.timeout_s,
            helo=settings.from_address.rpartition("@")[2],
        )
    except ValueError as error:
        raise ConfigError(str(error), key="mail", origin=config.origins.get("mail.host", "default")) from error
    return SmtpConnection(relay)


def signers_of(config: Config) -> tuple[Signer, ...]:
    """Return the keys that sign our mail, the RSA key first. Raises ConfigError naming the file that cannot be used."""
    dkim = config.dkim
    domain = dkim.domain or config.mail.from_address.rpartition("@")[2]
    found = []
    for key, file, selector in (
        ("dkim.key_file", dkim.key_file, dkim.selector),
        ("dkim.second_key_file", dkim.second_key_file, dkim.second_selector),
    ):
        if file is None:
            continue
        try:
            found.append(Signer(domain=domain, selector=selector, key=load_key(Path(file).read_bytes(), file)))
        except OSError as error:
            origin = config.origins.get(key, "default")
            raise ConfigError(f"{file} cannot be read: {error.strerror}", key=key, origin=origin) from error
        except DeliveryError as error:
            raise ConfigError(str(error), key=key, origin=config.origins.get(key, "default")) from error
    return tuple(found)
