"""Nobody is watched: what a reader gets holds no picture, no rewritten link, and nothing of theirs but two links."""

import re
from email import message_from_bytes, policy

from tests.builders import NOON, an_article, an_edition, an_edition_story

from bouclage.config import Config, WebConfig
from bouclage.deliver import token
from bouclage.pipeline.post import Post
from bouclage.records import Subscriber, SubscriberStatus

SECRET = "a secret of thirty-two bytes or so"
HREF = re.compile(r'href="([^"]+)"')


def parts_of(name: str) -> tuple[str, str]:
    """Return the text and the HTML that a reader gets."""
    articles = [an_article(f"Nouvelle {number}", source=f"outlet-{number}") for number in range(4)]
    edition = an_edition(*(an_edition_story(article) for article in articles))
    post = Post(Config(web=WebConfig(public_url="https://news.example")), edition, SECRET)
    reader = Subscriber(address=f"{name}@example.org", status=SubscriberStatus.CONFIRMED, created=NOON, changed=NOON)
    message = message_from_bytes(post.message(reader, post.delivery(reader, NOON), NOON), policy=policy.SMTP)
    found = [message.get_body((kind,)) for kind in ("plain", "html")]  # type: ignore[attr-defined]
    text, page = (part.get_content() for part in found if part is not None)
    for link in ("unsubscribe", "preferences"):
        text = text.replace(token(reader.id, SECRET.encode(), purpose=link), "OWN")
        page = page.replace(token(reader.id, SECRET.encode(), purpose=link), "OWN")
    return text, page


def test_two_readers_differ_by_their_own_two_links_alone() -> None:
    """With those links made equal, text and HTML of two readers are the same, byte for byte: no mark is left."""
    assert parts_of("ada") == parts_of("bob")


def test_nothing_is_loaded_and_every_link_leads_where_it_says() -> None:
    """No picture, no style or script from anywhere, and each link is the outlet's own or a page of ours."""
    text, page = parts_of("ada")
    assert not re.search(r"<(img|iframe|script|link|object|embed|video|audio)\b|url\(|@import", page)
    links = set(HREF.findall(page))
    assert links
    for link in links:
        ours = link.startswith("https://news.example/")
        assert ours or re.match(r"https://outlet-\d\.example/", link), link
        assert "redirect" not in link
    assert {link for link in links if "OWN" in link} == {
        "https://news.example/unsubscribe/OWN",
        "https://news.example/preferences/OWN",
    }
    assert "OWN" in text
