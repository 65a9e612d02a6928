"""Records as JSON and back."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from inspect import isclass
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage import records
from bouclage.records import (
    Article,
    Edition,
    EditorialDecision,
    PubStatus,
    Rights,
    Source,
    Subscriber,
    from_plain,
    to_plain,
)
from tests.builders import NOON, an_article, an_edition

KINDS = sorted(
    (kind for kind in vars(records).values() if isclass(kind) and is_dataclass(kind)), key=lambda kind: kind.__name__
)
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float),
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}

BOUND: dict[type[Any], dict[str, st.SearchStrategy[Any]]] = {  # fields whose class refuses some values of their type
    EditorialDecision: {"position": st.none() | st.integers(0, 2**53)},
    Subscriber: {"hour": st.none() | st.just("16:30"), "week_day": st.integers(0, 6)},
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a field's type."""
    if hint in LEAVES:
        return LEAVES[hint]
    if get_origin(hint) is UnionType:
        return st.one_of(*(st.none() if part is type(None) else values(part) for part in get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=2).map(tuple)
    if isclass(hint) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return of_kind(hint)


def of_kind(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for records of a class, made from its field types."""
    hints = get_type_hints(kind)
    free = {f.name: st.deferred(lambda h=hints[f.name]: values(h)) for f in fields(kind) if f.init}
    return st.builds(kind, **(free | BOUND.get(kind, {})))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_record_comes_back_exactly(kind: type[Any]) -> None:
    """Through real JSON text, any record of any class equals itself: nothing is lost in the store or a file."""

    @settings(max_examples=40)
    @given(of_kind(kind))
    def comes_back(record: Any) -> None:
        written = json.dumps(to_plain(record))
        back = from_plain(kind, json.loads(written))
        assert back == record
        assert json.dumps(to_plain(back)) == written

    comes_back()


def test_a_time_is_written_as_iso_8601_with_z() -> None:
    """Any program in any language reads it, and sorting the text sorts the times."""
    assert to_plain(an_article(published=NOON))["published"] == "2026-09-08T12:00:00Z"


def test_a_time_read_from_elsewhere_becomes_utc() -> None:
    """A file edited by hand may write an offset."""
    plain = to_plain(an_article()) | {"published": "2026-09-08T14:00:00+02:00"}
    assert from_plain(Article, plain).published == NOON


def test_a_record_of_an_older_version_takes_defaults() -> None:
    """A field added since the store was written has its default; nothing needs rewriting."""
    plain = to_plain(an_article())
    for name in ("partial", "doubts", "urgency", "pub_status"):
        del plain[name]
    assert from_plain(Article, plain) == an_article()


def test_a_field_we_do_not_know_is_passed_over() -> None:
    """A store written by a newer version, or a person's own note in a file, stops nothing."""
    plain = {"id": "a", "name": "A", "url": "u", "note": "mine", "rights": {"text": "full", "more": 1}}
    assert from_plain(Source, plain) == Source(id="a", name="A", url="u", rights=Rights(text=records.TextRight.FULL))


def test_a_missing_field_without_default_is_an_error() -> None:
    """Half a record is none."""
    with pytest.raises(TypeError, match="url"):
        from_plain(Source, {"id": "a", "name": "A"})


def test_an_unknown_choice_is_an_error_that_names_it() -> None:
    """A status nobody knows is not taken for usable."""
    with pytest.raises(ValueError, match="embargoed"):
        from_plain(Article, to_plain(an_article()) | {"pub_status": "embargoed"})


def test_id_and_text_are_made_again_not_believed() -> None:
    """A file cannot claim another identity than its content has."""
    plain = to_plain(an_article()) | {"id": "0" * 20, "text": "something else"}
    assert from_plain(Article, plain) == an_article()


def test_an_edition_keeps_its_order_and_its_enums() -> None:
    """Stories, sections and statuses come back as what they were, not as bare text and lists."""
    back = from_plain(Edition, json.loads(json.dumps(to_plain(an_edition()))))
    assert isinstance(back.sections, tuple)
    assert isinstance(back.status, records.EditionStatus)
    assert isinstance(back.stories[0].reports[0].headline, records.Quote)
    assert back.closed - back.closes == timedelta(seconds=20)


def test_a_time_with_microseconds_keeps_them() -> None:
    """Order of arrival within a second matters when versions are compared."""
    article = an_article(seen=NOON + timedelta(microseconds=1), pub_status=PubStatus.USABLE)
    assert from_plain(Article, to_plain(article)).seen.microsecond == 1
