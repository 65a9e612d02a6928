"""The main job on the bundled days: what the edition promises, checked on what the demo left."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.parser import BytesParser
from html import unescape
from urllib.parse import urlsplit

from bouclage.records import DisputeKind, Edition, EditionStory, Fate, Quote, item_id
from bouclage.stories.grouping import bcubed, pairwise
from tests.flow.conftest import Bundled

MONDAY, TUESDAY = "2026-09-07", "2026-09-08"
_PORT = re.compile(r"\.localhost:\d+")


def _guid(text: str) -> str:
    """Return a guid with the port taken out: the demo serves at any free one."""
    return _PORT.sub(".localhost", text)


def _answers(bundled: Bundled) -> list[tuple[str, str, str | None, str | None]]:
    """Return (gold story, our story, gold wire copy, our wire copy) of every item grouped."""
    gold = {(item["outlet"], _guid(item["guid"])): item for item in bundled.gold.values()}
    with bundled.store.read() as tx:
        ids = {entry.story_id for day in (MONDAY, TUESDAY) for entry in bundled.ledger(day).entries if entry.story_id}
        stories = tx.stories.by_ids(ids)
        article_ids = [key for story in stories.values() for key in story.article_ids]
        articles = tx.articles.by_ids(article_ids)
        copies = {key: copy.id for copy in tx.stories.wire_copies(article_ids) for key in copy.article_ids}
    return [
        (item["story"], story.id, item["wire_copy"], copies.get(key))
        for story in stories.values()
        for key in story.article_ids
        if (item := gold[articles[key].source_id, _guid(articles[key].guid)])
    ]


def test_it_leaves_every_file(bundled: Bundled) -> None:
    """The demo leaves page, mail, text and records of the edition."""
    expected = {"index.html", "ledger.html", "mail.eml", "mail.txt", "edition.json", "ledger.json"}

    assert expected <= {path.name for path in bundled.folder.iterdir()}


def test_the_sample_is_as_large_as_real_days(bundled: Bundled) -> None:
    """The bundled days hold at least 160 articles of 14 outlets and 45 events in four languages."""
    items = bundled.gold.values()

    assert len(items) >= 160
    assert len({item["outlet"] for item in items}) >= 14
    assert len({item["story"] for item in items if not item["story"].startswith("weather")}) >= 45
    assert {item["language"] for item in items} == {"fr", "de", "it", "en"}


def test_every_item_served_is_accounted_for(bundled: Bundled) -> None:
    """The ledger has each item the sites served on the day, once, and what an embargo released; nothing else."""
    for day in (MONDAY, TUESDAY):
        entries = bundled.ledger(day).entries
        served = {item["id"] for item in bundled.gold_of(day)}
        released = {"mna-amiel-prize"} if day == TUESDAY else set()
        edition = bundled.edition(day)

        assert len(entries) == len({entry.item for entry in entries}) == len(served | released)
        assert edition.counts.read == len(entries)
        assert edition.counts.adds_up


def test_wire_copies_and_stories_meet_their_floors(bundled: Bundled) -> None:
    """What was read over HTTP is grouped as gold.json says: wire copies F1 >= 0.95, stories BCubed F1 >= 0.90."""
    answers = _answers(bundled)

    stories = bcubed([row[0] for row in answers], [row[1] for row in answers])
    copies = pairwise([row[2] for row in answers], [row[3] for row in answers])

    assert len(answers) >= 200
    assert stories["f1"] >= 0.90, stories
    assert copies["f1"] >= 0.95, copies


def test_look_alikes_stay_apart(bundled: Bundled) -> None:
    """Two lorries overturned on two motorways, and two warning strikes of one day, are four stories."""
    ours: dict[str, set[str]] = {}
    for gold, story, _, _ in _answers(bundled):
        ours.setdefault(gold, set()).add(story)

    assert not ours["crash-a1"] & ours["crash-a9"]
    assert not ours["basel-strike"] & ours["bern-strike"]


def test_embargoed_and_killed_items_are_not_printed(bundled: Bundled) -> None:
    """An embargo after closing holds, a kill refuses, and neither stands anywhere in the edition."""
    shown = _words(bundled.edition(TUESDAY))
    fates = {entry.item: entry for entry in bundled.ledger(TUESDAY).entries}
    audit = fates[item_id("atr", bundled.gold["atr-audit-informatique"]["guid"])]
    rumour = fates[item_id("atr", bundled.gold["atr-gex-rumeur"]["guid"])]

    assert (audit.fate, rumour.fate) == (Fate.HELD, Fate.REFUSED)
    assert "Gex" not in shown
    assert "audit" not in shown.lower()


def test_nothing_published_tells_of_an_embargoed_or_killed_item(bundled: Bundled) -> None:
    """No file of the edition, the public ledger included, has a word of what was embargoed or withdrawn."""
    for name in ("index.html", "ledger.html", "mail.eml", "mail.txt", "edition.json", "ledger.json"):
        text = (bundled.folder / name).read_text(encoding="utf-8")

        assert "Gex" not in text, name
        assert "Informatique fédérale" not in text, name
        assert "sans mise en concurrence" not in text, name


def test_an_embargo_that_fell_on_monday_is_printed_on_tuesday(bundled: Bundled) -> None:
    """What was held on Monday is in Tuesday's edition once its hour has passed."""
    monday = {entry.item: entry.fate for entry in bundled.ledger(MONDAY).entries}
    released = next(entry for entry in bundled.ledger(TUESDAY).entries if "mna-amiel-prize" in entry.url)

    assert monday[released.item] is Fate.HELD
    assert released.fate is Fate.PRINTED


def test_every_sentence_shown_is_verbatim(bundled: Bundled) -> None:
    """Each quote stands at its place in its article's stored text: headline, summary, statement, speaker, event."""
    for day in (MONDAY, TUESDAY):
        quotes = [quote for story in bundled.edition(day).stories for quote in _quotes(story)]
        with bundled.store.read() as tx:
            articles = tx.articles.by_ids({quote.article_id for quote in quotes})

        assert len(quotes) > 500
        for quote in quotes:
            assert articles[quote.article_id].text[quote.start : quote.end] == quote.text
            assert urlsplit(quote.url).scheme == "http"


def test_every_name_of_a_speaker_stands_in_a_report(bundled: Bundled) -> None:
    """The full name a statement is given is made of words that some report of its story prints."""
    for day in (MONDAY, TUESDAY):
        for story in bundled.edition(day).stories:
            with bundled.store.read() as tx:
                articles = tx.articles.by_ids({report.article_id for report in story.reports})
            printed = "\n".join(article.text for article in articles.values()).casefold()
            for said in story.statements:
                assert said.name is None or all(word in printed for word in said.name.casefold().split()), said.name


def test_both_sides_of_the_talks_are_shown(bundled: Bundled) -> None:
    """Harsund announces a meeting, Belcastel says its minister will not be there: side by side on page and in mail."""
    story = next(s for s in bundled.edition(TUESDAY).stories if any("norvalie-tamarie" in r.url for r in s.reports))
    (dispute,) = story.disputes
    yes, no = sorted((dispute.left, dispute.right), key=lambda side: side.negated)

    assert dispute.kind is DisputeKind.CONTRADICTS
    assert "Genève" in yes.quote.text
    assert "norval" in yes.who.casefold()
    assert "not be in Geneva" in no.quote.text
    assert no.who in {"Paul Ferrant", "Tamarian department of state"}  # he speaks for it
    for name in ("index.html", "mail.txt", "mail.eml"):
        text = _unescaped(" ".join((bundled.folder / name).read_text(encoding="utf-8").split()))
        if name == "mail.eml":
            message = message_from_bytes((bundled.folder / name).read_bytes(), policy=policy.default)
            text = _unescaped(" ".join(message.get_body(("html",)).get_content().split()))
        assert "will not be in Geneva on Wednesday" in text, name
        assert "reprendront leurs négociations mercredi et jeudi à Genève" in text, name


def test_nine_printings_of_one_agency_text_are_one_origin(bundled: Bundled) -> None:
    """The text that nine outlets print stands once, with those who print it listed under it."""
    story = next(s for s in bundled.edition(TUESDAY).stories if any("norvalie-tamarie" in r.url for r in s.reports))
    copies = [report for report in story.reports if report.copy_of == "Agence télégraphique des Rives"]

    assert len(copies) == 9
    assert story.origins < story.outlets


def test_a_continued_story_says_what_is_new(bundled: Bundled) -> None:
    """A story of Monday that went on is marked on Tuesday; one that did not go on does not return."""
    tuesday = bundled.edition(TUESDAY)
    continued = [story for story in tuesday.stories if story.continues is not None]
    reports = [report.url for story in tuesday.stories for report in story.reports]

    assert any("praz-verney" in report.url for story in continued for report in story.reports)
    assert all(any(quote.new for quote in story.summary) for story in continued if story.summary)
    assert not any("aronne" in url for url in reports)


def test_a_series_cannot_lead(bundled: Bundled) -> None:
    """Machine-made weather stands in its own section, never at the front."""
    front = bundled.edition(TUESDAY).sections[0]

    assert front.name == "front"
    assert not any(story.series for story in front.stories)


def test_corrections_and_silent_edits_are_marked(bundled: Bundled) -> None:
    """A correction is printed as one, and a report changed without a word is marked as changed."""
    reports = [report for story in bundled.edition(TUESDAY).stories for report in story.reports]

    assert any(report.corrected for report in reports if "hopital" in report.url)
    assert any(report.edited for report in reports if "eau" in report.url)


def test_every_broken_source_is_named(bundled: Bundled) -> None:
    """The edition says which sources were not in order and what was wrong; it closed without them."""
    troubles = {trouble.source_id: trouble.error for trouble in bundled.edition(TUESDAY).troubles}

    assert set(troubles) == {"aaretaler", "gazzetta-verbano", "mattino-valle", "voce-valli"}
    assert "windows-1252" in troubles["aaretaler"]
    assert "dates" in troubles["gazzetta-verbano"]
    assert "connect" in troubles["mattino-valle"].lower()
    assert "truncated" in troubles["voce-valli"]


def test_the_mail_is_correct(bundled: Bundled) -> None:
    """The delivered mail parses without defects, has both parts, all stories, the list headers, and nothing remote."""
    raw = (bundled.folder / "mail.eml").read_bytes()
    message = BytesParser(policy=policy.default).parsebytes(raw)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    edition = bundled.edition(TUESDAY)

    assert text is not None
    assert html is not None
    assert not message.defects
    assert not any(part.defects for part in message.walk())
    assert all(not value.defects for _, value in message.items())
    for name in (
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Id",
        "List-Help",
        "Message-ID",
        "Date",
        "From",
        "To",
    ):
        assert message[name], name
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(raw) < 100_000
    assert len(html.get_content().encode()) < 100_000
    words = " ".join(html.get_content().split())
    for story in edition.stories:
        assert " ".join(story.headline.text.split()) in _unescaped(words)
        assert " ".join(story.headline.text.split()) in " ".join(text.get_content().split())
    assert not re.search(r"<img|<script|url\(\s*['\"]?http|@import|<link", html.get_content(), re.IGNORECASE)


def test_each_subscriber_gets_each_edition_once(bundled: Bundled) -> None:
    """Three readers and two editions make six messages, all accepted, no two alike."""
    messages = sorted((bundled.folder / "mailbox").glob("*.eml"))
    ids = {BytesParser(policy=policy.default).parsebytes(path.read_bytes())["Message-ID"] for path in messages}

    assert len(messages) == len(ids) == 6


def _words(edition: Edition) -> str:
    parts = [quote.text for story in edition.stories for quote in (story.headline, *story.summary)]
    return "\n".join(parts + [report.headline.text for story in edition.stories for report in story.reports])


def _quotes(story: EditionStory) -> Iterator[Quote]:
    """Give every quote that a story shows, wherever."""
    yield story.headline
    yield from story.summary
    yield from (report.headline for report in story.reports)
    sides = [side for dispute in story.disputes for side in (dispute.left, dispute.right)]
    for said in (*story.statements, *sides):
        yield said.quote
        if said.speaker is not None:
            yield said.speaker
    for event in story.timeline:
        yield event.quote
        yield event.date


def _unescaped(text: str) -> str:
    return unescape(text)
