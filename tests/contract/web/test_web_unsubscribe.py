"""Leaving: at once, by mail program or by hand, and nobody learns from it who reads."""

from dataclasses import replace

import httpx
import pytest
from tests.builders import NOON
from tests.contract.web.web_samples import Clock

from bouclage.deliver import token
from bouclage.records import Subscriber, SubscriberStatus
from bouclage.store import Store

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reader(full: Store) -> Subscriber:
    """Give somebody who gets the edition."""
    reader = Subscriber(
        address="ada@example.org", status=SubscriberStatus.CONFIRMED, consent="on paper", created=NOON, changed=NOON
    )
    with full.begin() as tx:
        tx.subscribers.add(reader)
    return reader


@pytest.fixture
def link(reader: Subscriber, secret: str) -> str:
    """Give the reader's own link."""
    return f"/unsubscribe/{token(reader.id, secret.encode())}"


def status(store: Store, reader: Subscriber) -> SubscriberStatus:
    """Return whether the reader still gets mail."""
    with store.read() as tx:
        found = tx.subscribers.by_id(reader.id)
    assert found is not None
    return found.status


async def test_opening_the_link_changes_nothing(
    client: httpx.AsyncClient, full: Store, reader: Subscriber, link: str
) -> None:
    """A link checker opens every link of a mail; that must not take anybody off the list."""
    for ask in (client.get, client.head):
        assert (await ask(link)).status_code == 200
    assert status(full, reader) is SubscriberStatus.CONFIRMED


async def test_page_has_one_button_that_posts_here(client: httpx.AsyncClient, link: str) -> None:
    """A person finds a button that sends the form to the very link, without script."""
    text = (await client.get(link)).text
    assert f'<form method="post" action="{link}">' in text
    assert "Me désabonner" in text


@pytest.mark.parametrize(
    "sent",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b""},
        {"content": b"\xff not a form", "headers": {"Content-Type": "multipart/form-data"}},
    ],
    ids=["urlencoded", "multipart", "empty", "nonsense"],
)
async def test_post_leaves_at_once(
    client: httpx.AsyncClient, full: Store, reader: Subscriber, link: str, sent: dict[str, object]
) -> None:
    """A POST as RFC 8058 has it, in either form, takes the reader off: no redirect, no cookie, no question."""
    answer = await client.post(link, **sent)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "C’est fait" in answer.text
    assert status(full, reader) is SubscriberStatus.UNSUBSCRIBED


async def test_leaving_twice_is_leaving_once(
    client: httpx.AsyncClient, full: Store, reader: Subscriber, link: str, clock: Clock
) -> None:
    """A mail program may send its wish again; the answer is the same, and the time of leaving stays the first."""
    first = await client.post(link, data=ONE_CLICK)
    with full.read() as tx:
        left = tx.subscribers.by_id(reader.id)
    clock.move(3600)
    again = await client.post(link, data=ONE_CLICK)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    with full.read() as tx:
        assert tx.subscribers.by_id(reader.id) == left


async def test_a_reader_who_bounced_can_leave_too(
    client: httpx.AsyncClient, full: Store, reader: Subscriber, link: str
) -> None:
    """Who leaves while suppressed has left, and does not come back when the suppression is lifted."""
    with full.begin() as tx:
        tx.subscribers.replace(replace(reader, status=SubscriberStatus.SUPPRESSED))
    await client.post(link)
    assert status(full, reader) is SubscriberStatus.UNSUBSCRIBED


async def test_every_token_gets_the_same_answer(
    client: httpx.AsyncClient, full: Store, reader: Subscriber, link: str, secret: str
) -> None:
    """A token of nobody, of somebody erased, of another secret or of nonsense is answered as a reader's own is."""
    strangers = [
        token("0" * 20, secret.encode()),
        token(reader.id, b"another secret, as long"),
        "nonsense",
        "%00%ff",
        "é" * 300,
    ]
    known_get, known_post = await client.get(link), await client.post(link)
    for stranger in strangers:
        page, left = await client.get(f"/unsubscribe/{stranger}"), await client.post(f"/unsubscribe/{stranger}")
        assert page.status_code == known_get.status_code
        assert _without_length(page) == _without_length(known_get)
        assert (left.status_code, left.content) == (known_post.status_code, known_post.content)
        assert left.headers == known_post.headers


async def test_link_cannot_put_markup_on_the_page(client: httpx.AsyncClient) -> None:
    """What stands in the address comes back only as an address."""
    text = (await client.get('/unsubscribe/"><script>alert(1)<')).text
    assert "<script" not in text
    assert 'action="/unsubscribe/%22%3E%3Cscript%3Ealert%281%29%3C"' in text


async def test_answers_are_kept_by_nobody(client: httpx.AsyncClient, link: str) -> None:
    """A proxy keeps neither page, and no search engine lists them."""
    for answer in (await client.get(link), await client.post(link)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"


def _without_length(answer: httpx.Response) -> dict[str, str]:
    """Return the headers but for the length: the page holds the token itself."""
    return {name: value for name, value in answer.headers.items() if name != "content-length"}
