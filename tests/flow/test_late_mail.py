"""A sending that comes late: what a source's rights no longer allow on that day is not in the mail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bouclage.config import Config
from bouclage.pipeline.post import Post
from bouclage.records import Edition, Rights, Subscriber, SubscriberStatus, TextRight
from bouclage.store import Store, open_store
from tests.builders import NOON, a_source, an_article, an_edition, an_edition_story
from tests.postgresql import chosen

SECRET = "a secret of thirty-two bytes or so"
TEXT = "Les digues ont tenu toute la nuit malgré la pluie."
OTHER = "La gare rouvre au trafic mercredi matin."


def _sent(post: Post, moment: datetime) -> str:
    """Return the text and HTML of a reader's message sent at `moment`."""
    reader = Subscriber(address="ada@example.org", status=SubscriberStatus.CONFIRMED, created=NOON, changed=NOON)
    message = message_from_bytes(post.message(reader, post.delivery(reader, moment), moment), policy=policy.SMTP)
    found = [message.get_body((kind,)) for kind in ("plain", "html")]  # type: ignore[attr-defined]
    return " ".join(" ".join(part.get_content().split()) for part in found if part is not None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store whose first source lets its text be shown for a day, and whose second for ever."""
    with open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as opened:
        with opened.begin() as tx:
            tx.sources.add(a_source("le-rivage", rights=Rights(text=TextRight.FULL, expires_days=1)))
            tx.sources.add(a_source("echo", rights=Rights(text=TextRight.FULL)))
        yield opened


def _edition() -> Edition:
    first = an_article("Le lac monte encore", body=(TEXT,))
    second = an_article("La gare rouvre", source="echo", body=(OTHER,))
    stories = [an_edition_story(one, summary=(text,)) for one, text in ((first, TEXT), (second, OTHER))]
    reported = [
        replace(story, reports=tuple(replace(r, source_id=one.source_id) for r in story.reports))
        for story, one in zip(stories, (first, second), strict=True)
    ]
    return an_edition(*reported)


@pytest.mark.parametrize(("days", "shown"), [(0, True), (1, True), (2, False), (30, False)])
def test_mail_keeps_to_the_rights_of_the_day_it_goes_out(store: Store, days: int, shown: bool) -> None:
    """A text that may be shown for a day is in today's and tomorrow's mail, then its headline alone."""
    edition = _edition()
    said = _sent(Post(Config(), edition, SECRET, store), edition.closed + timedelta(days=days))
    assert (TEXT in said) == shown
    assert "Le lac monte encore" in said
    assert OTHER in said


def test_a_sending_over_midnight_drops_the_text_that_runs_out(store: Store) -> None:
    """One sender, started while the text might be shown: messages after its last day no longer have it."""
    edition = _edition()
    post = Post(Config(), edition, SECRET, store)
    evening = edition.closed + timedelta(days=1)
    midnight = evening.replace(hour=22, minute=0, second=0)  # in Zurich, in summer
    assert TEXT in _sent(post, midnight - timedelta(minutes=1))
    assert TEXT not in _sent(post, midnight)
    assert TEXT not in _sent(post, midnight + timedelta(minutes=1))
