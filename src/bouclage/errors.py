"""Every exception Bouclage raises.

A test holds this tree to the classes below::

    BouclageError
    ├── ConfigError
    ├── SourceError
    │   ├── SourceExistsError
    │   ├── SourceNotFoundError
    │   └── FetchError
    │       ├── FetchTimeoutError
    │       ├── FetchConnectError
    │       ├── FetchForbiddenError
    │       ├── FetchGoneError
    │       ├── FetchLaterError
    │       └── FetchTooLargeError
    ├── ReadError
    ├── EditorialError
    │   ├── EditionHeldError
    │   ├── EditionNotFoundError
    │   ├── RulingError
    │   ├── RulingNotFoundError
    │   └── StoryNotFoundError
    ├── RenderError
    ├── DeliveryError
    │   ├── RecipientRefusedError
    │   ├── DeliveryDeferredError
    │   └── RelayUnavailableError
    ├── SubscriberError
    ├── DeskError
    │   └── NotAllowedError
    └── StoreError
        ├── StoreLockedError
        ├── StoreBusyError
        └── SchemaVersionError

Each class says by its docstring what happened, carries what it is about as an attribute, and is also the
standard library's kind where there is one. Catch narrowly, at the edge.
"""

from datetime import datetime


class BouclageError(Exception):
    """Something Bouclage can name went wrong."""


class ConfigError(BouclageError, ValueError):
    """A setting is missing, unknown or has a value that cannot be used."""

    def __init__(self, message: str, *, key: str, origin: str) -> None:
        super().__init__(f"{key}: {message} (from {origin})")
        self.key = key
        self.origin = origin


class SourceError(BouclageError):
    """A source cannot be used as asked."""

    def __init__(self, message: str, *, source_id: str | None = None) -> None:
        super().__init__(message)
        self.source_id = source_id


class SourceExistsError(SourceError, ValueError):
    """A source with this id or address is in the catalogue already."""


class SourceNotFoundError(SourceError, LookupError):
    """No source has this id."""


class FetchError(SourceError, OSError):
    """A document could not be fetched."""

    def __init__(self, message: str, *, url: str, status: int | None = None, source_id: str | None = None) -> None:
        super().__init__(f"{message}: {url}", source_id=source_id)
        self.url = url
        self.status = status


class FetchTimeoutError(FetchError, TimeoutError):
    """The server did not answer, or not fast enough."""


class FetchConnectError(FetchError, ConnectionError):
    """No connection: name unknown, refused, reset or TLS failed."""


class FetchForbiddenError(FetchError, PermissionError):
    """The address is unsafe, robots.txt disallows it, or the server forbids it."""

    reserved = False  # its publisher reserves text and data mining, and nothing else forbids it


class FetchGoneError(FetchError, LookupError):
    """The server says the document is not there (404) or gone for good (410)."""


class FetchLaterError(FetchError):
    """The server asks to come back later (429, 503)."""

    def __init__(
        self, message: str, *, url: str, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, url=url, status=status)
        self.retry_after_s = retry_after_s


class FetchTooLargeError(FetchError):
    """The document is over the size limit, counted after decompression."""


class ReadError(BouclageError, ValueError):
    """A document cannot be read as an article, a feed or a wire file."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(f"{message}: {url}")
        self.url = url


class EditorialError(BouclageError):
    """An edition cannot be made or shown as asked."""


class EditionHeldError(EditorialError):
    """The edition was held instead of closed; the reason is for its editor."""

    def __init__(self, reason: str, *, edition: str, day: str) -> None:
        super().__init__(f"edition {edition} of {day} is held: {reason}")
        self.reason = reason
        self.edition = edition
        self.day = day


class EditionNotFoundError(EditorialError, LookupError):
    """No edition was closed for this name and day."""


class RulingError(EditorialError, ValueError):
    """A split, merge or pin that says nothing or speaks of reports that are not there."""


class RulingNotFoundError(EditorialError, LookupError):
    """No ruling has this id."""


class StoryNotFoundError(EditorialError, LookupError):
    """No story has this id."""


class RenderError(BouclageError):
    """A template failed; the edition stays as it was."""

    def __init__(self, message: str, *, template: str) -> None:
        super().__init__(f"{template}: {message}")
        self.template = template


class DeliveryError(BouclageError):
    """A message was not accepted."""

    def __init__(self, message: str, *, recipient: str | None = None, code: int | None = None) -> None:
        super().__init__(message)
        self.recipient = recipient
        self.code = code


class RecipientRefusedError(DeliveryError):
    """The server refused this recipient or message for good (5xx)."""


class DeliveryDeferredError(DeliveryError):
    """The server refused for now (4xx)."""


class RelayUnavailableError(DeliveryError, ConnectionError):
    """The mail relay cannot be reached, or the connection to it broke.

    `uncertain`: it broke after the final dot, so that the relay may have the message.
    """

    uncertain: bool = False


class SubscriberError(BouclageError, ValueError):
    """A subscriber's data cannot be used."""

    def __init__(self, message: str, *, address: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {message}" if line is not None else message)
        self.address = address
        self.line = line


class DeskError(BouclageError, ValueError):
    """What was asked at the desk cannot be done as asked; `word` names the reason in the desk's words."""

    def __init__(self, message: str, *, word: str = "cannot") -> None:
        super().__init__(message)
        self.word = word


class NotAllowedError(DeskError, PermissionError):
    """The user's role, or the lack of a user, does not allow it."""


class StoreError(BouclageError):
    """The store is missing, full, damaged or cannot be reached."""

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(f"{message} ({path})")
        self.path = path


class StoreLockedError(StoreError, TimeoutError):
    """Another process held the store for too long."""


class StoreBusyError(StoreError):
    """Another process is doing this very work now."""

    def __init__(self, work: str, *, path: str, since: datetime | None = None) -> None:
        super().__init__(f"another process is at work on {work}", path=path)
        self.work = work
        self.since = since


class SchemaVersionError(StoreError):
    """The store was written by another version; run `bouclage migrate`."""
