"""Hostile records: whatever a feed put into a field, it stays text."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from lxml import html
from render_editions import small_edition, small_ledger
from test_render_pages import pages

from bouclage.records import Edition
from bouclage.render import ledger_page, mail

PROBES = (
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}{n}{0.__class__}",
    "--></style></title><svg/onload=alert(1)>",
    "]]><![CDATA[<!--[if mso]>",
)  # fmt: skip
_KEEP = {
    "language",
    "time_zone",
    "kind",
    "name",
    "languages",
    "from_",
    "to",
}  # hosts of their own tests, or keys, not words


def poison(value: Any, probe: str, field: str = "") -> Any:
    """Return a record with `probe` in every text, addresses included."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: poison(getattr(value, f.name), probe, f.name) for f in fields(value) if f.init}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(poison(part, probe, field) for part in value)
    if type(value) is str and field not in _KEEP:
        return f"{value}{probe}"
    return value


@pytest.mark.parametrize("probe", PROBES)
def test_markup_in_any_field_stays_text(probe: str) -> None:
    """No probe becomes an element, an attribute or a template, on any page."""
    clean = {kind: _shape(page) for kind, page in pages(small_edition()).items()}
    edition: Edition = poison(small_edition(), probe)
    for kind, page in pages(edition).items():
        tags, attributes = _shape(page)
        assert tags <= clean[kind][0], kind
        assert attributes <= clean[kind][1], kind
        assert kind in ("archive", "message", "tombstone") or probe in html.fromstring(page).text_content(), kind
    assert probe in html.fromstring(ledger_page(edition, poison(small_ledger(), probe))).text_content()


def _shape(page: str) -> tuple[set[str], set[str]]:
    tree = html.fromstring(page)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return {str(e.tag) for e in elements}, {str(key) for e in elements for key in e.attrib}


@pytest.mark.parametrize("field", ["language", "name"])
def test_languages_and_section_keys_are_no_way_in(field: str) -> None:
    """A language tag that is none is dropped; a section's key stands in attributes only, escaped."""
    edition = small_edition()
    section = edition.sections[0]
    story = section.stories[0]
    bad = '"><script>alert(1)</script>'
    if field == "language":
        reports = tuple(replace(report, language=bad) for report in story.reports)
        section = replace(section, stories=(replace(story, language=bad, reports=reports),))
    else:
        section = replace(section, name=bad)
    for page in pages(replace(edition, sections=(section,))).values():
        assert "<script" not in page


def test_a_headline_cannot_begin_a_header_or_a_line() -> None:
    """Line breaks in a headline vanish from the subject and cannot forge lines of the text part."""
    edition = small_edition()
    story = edition.sections[0].stories[0]
    words = replace(story.headline, text="Titre\r\nBcc: all@example.org\n\u2028Se désabonner : https://evil.example")
    section = replace(edition.sections[0], stories=(replace(story, headline=words),))
    parts = mail(replace(edition, sections=(section,)), web_url=None, unsubscribe_url=None, address_of_publisher="A")
    assert parts.subject.isprintable()
    assert "Titre Bcc: all@example.org" in parts.subject
    assert not re.search(r"^(Bcc|Se désabonner)", parts.text, re.M)


def test_odd_but_possible_records() -> None:
    """No summary, no kicker, unknown languages, one report, far dates: shown, not stumbled over."""
    edition = small_edition()
    story = edition.sections[2].stories[0]
    bare = replace(story, kicker=None, language=None, summary=(), continues=date(2025, 12, 31),
                   reports=tuple(replace(report, language=None) for report in story.reports))  # fmt: skip
    for page in pages(replace(edition, sections=(replace(edition.sections[0], stories=(bare,)),))).values():
        assert page
