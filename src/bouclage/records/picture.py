"""Picture: our own copy of a photo, made to be shown on a page."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A JPEG with its size in pixels."""

    width: int
    height: int
    body: bytes = field(repr=False)
    credit: str | None = None  # whom the file it was made of names: "Anna Rey / Keystone"
