"""Relay: the connection that all mail of this newsroom leaves by."""

from bouclage.config import Config
from bouclage.deliver import Relay, SmtpConnection, Tls
from bouclage.errors import ConfigError


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
