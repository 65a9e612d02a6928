"""Document: bytes fetched, with their HTTP facts."""

from dataclasses import dataclass, field
from datetime import datetime

from bouclage.records.ids import digest
from bouclage.records.times import require_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One answer of a server, or one file from disk."""

    source_id: str
    url: str  # what we asked for
    final_url: str  # where the bytes came from, after redirects
    fetched: datetime
    status: int = 200  # 304 = not modified, body empty
    content_type: str | None = None  # the header as sent
    etag: str | None = None
    last_modified: str | None = None
    max_age_s: int | None = None  # from Cache-Control
    permanent_redirect: str | None = None  # target, if the answer came by 301/308 only
    body: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        require_utc(self.fetched)

    @property
    def id(self) -> str:
        """Identity of these bytes from this source."""
        return digest(self.source_id, self.url, self.body, kind="document")
