"""Share: addresses that pass a link on, as plain links: nobody else hears of a reader before the click."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class ShareLink:
    """One way to pass a link on; `key` names the word for it where it is no name of its own."""

    name: str
    href: str
    key: str | None = None


def share_links(url: str, title: str) -> tuple[ShareLink, ...]:
    """Return the ways to share a page, its title and address filled in."""
    text = quote(f"{title} {url}", safe="")
    return (
        ShareLink("Mastodon", f"https://share.joinmastodon.org/#text={text}"),
        ShareLink("Bluesky", f"https://bsky.app/intent/compose?text={text}"),
        ShareLink("WhatsApp", f"https://wa.me/?text={text}"),
        ShareLink("", f"mailto:?subject={quote(title, safe='')}&body={quote(url, safe='')}", "share_mail"),
    )
