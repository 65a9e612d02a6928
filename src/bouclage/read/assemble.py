"""Parts to an article: agency, sign-off and dateline leave the text for their fields, the language is judged."""

from dataclasses import dataclass, replace
from datetime import datetime

from bouclage.read import agencies
from bouclage.read.settings import SETTINGS
from bouclage.read.wire_item import provider_name
from bouclage.records import Article, Block, BlockKind, Photo, PubStatus, Signal, Source, item_id
from bouclage.text.clean import clean_or_none, letters
from bouclage.text.language import detect


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a reader of one format found; the rest is the same for all."""

    kicker: str | None = None
    headline: str | None = None
    lead: str | None = None
    body: tuple[Block, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    agency: str | None = None
    provenance: str | None = None  # an agency named elsewhere: believed where byline and text name none
    sign_off: str | None = None
    photo: Photo | None = None
    published: datetime | None = None
    updated: datetime | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None  # as claimed
    paywalled: bool = False
    version: int = 1
    signal: Signal | None = None
    ed_note: str | None = None
    pub_status: PubStatus = PubStatus.USABLE
    embargoed: datetime | None = None
    embargo_unreadable: str | None = None
    urgency: int | None = None
    doubts: tuple[str, ...] = ()


def article(parts: Parts, source: Source, *, seen: datetime, url: str, guid: str) -> Article:
    """Make the article: cut sign-off and dateline from the text, name the agency, judge the language."""
    parts = _short(_cut_sign_off(_cut_dateline(_one_lead(parts))))
    byline = clean_or_none(parts.byline)
    agency = parts.agency or (agencies.agency_of_byline(byline) if byline else None)
    agency = agency or parts.provenance
    if agency is None and source.agency:
        agency = provider_name(source.name)
    sample = " ".join(filter(None, (parts.headline, parts.lead, *(block.text for block in parts.body[:8]))))
    return Article(
        item=item_id(source.id, guid),
        source_id=source.id,
        outlet=source.name,
        url=url,
        guid=guid,
        seen=seen,
        language=detect(sample, parts.language or source.language),
        kicker=clean_or_none(parts.kicker),
        headline=clean_or_none(parts.headline),
        lead=clean_or_none(parts.lead),
        body=parts.body,
        byline=byline,
        authors=parts.authors,
        dateline=clean_or_none(parts.dateline),
        agency=agency,
        sign_off=clean_or_none(parts.sign_off),
        photo=parts.photo,
        published=parts.published,
        updated=parts.updated,
        section=clean_or_none(parts.section) or source.section,
        keywords=parts.keywords,
        paywalled=parts.paywalled,
        version=parts.version,
        signal=parts.signal,
        ed_note=clean_or_none(parts.ed_note),
        pub_status=parts.pub_status,
        embargoed=parts.embargoed,
        embargo_unreadable=parts.embargo_unreadable,
        urgency=parts.urgency,
        doubts=parts.doubts,
    )


def _short(parts: Parts) -> Parts:
    """Cut what is no headline, kicker or byline for its length, saying so; a lead that is a text goes to the body."""
    doubts = list(parts.doubts)
    kept: dict[str, str] = {}
    for name, most in (
        ("headline", SETTINGS.max_headline),
        ("kicker", SETTINGS.max_line),
        ("byline", SETTINGS.max_headline),
        ("dateline", SETTINGS.max_line),
        ("section", SETTINGS.max_line),
        ("sign_off", SETTINGS.max_line),
    ):
        text = getattr(parts, name)
        if text is not None and len(text) > most:
            kept[name] = text[:most].rpartition(" ")[0] or text[:most]
            doubts.append(f"{name} of {len(text)} characters cut at {len(kept[name])}")
    if kept:
        parts = replace(parts, doubts=tuple(doubts), **kept)  # type: ignore[arg-type]
    if parts.lead is not None and len(parts.lead) > SETTINGS.max_lead:
        first = Block(kind=BlockKind.PARAGRAPH, text=parts.lead)
        parts = replace(parts, lead=None, body=(first, *parts.body))
    return parts


def _one_lead(parts: Parts) -> Parts:
    """Drop from the body what headline or lead say already."""
    if not parts.body:
        return parts
    known = {letters(part) for part in (parts.headline, parts.lead, parts.kicker) if part}
    first = parts.body[:3]
    kept = tuple(block for block in first if letters(block.text) not in known)
    return replace(parts, body=kept + parts.body[3:]) if len(kept) != len(first) else parts


def _cut_dateline(parts: Parts) -> Parts:
    """Take the dateline off the text it opens: the lead's or the first paragraph's."""
    if parts.lead and (found := agencies.dateline(parts.lead)):
        line, rest, agency = found
        return replace(parts, lead=rest, dateline=parts.dateline or line, agency=parts.agency or agency)
    for row, block in enumerate(parts.body[:2]):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        if (found := agencies.dateline(block.text)) is not None:
            line, rest, agency = found
            body = (*parts.body[:row], replace(block, text=rest), *parts.body[row + 1 :])
            return replace(parts, body=body, dateline=parts.dateline or line, agency=parts.agency or agency)
        break
    return parts


def _cut_sign_off(parts: Parts) -> Parts:
    """Take the agency's signature off the end of the body."""
    for back in range(1, min(3, len(parts.body)) + 1):
        row = len(parts.body) - back
        block = parts.body[row]
        found = agencies.sign_off(block.text)
        if found is None:
            continue
        rest, printed, agency = found
        kept = (replace(block, text=rest),) if rest else ()
        body = (*parts.body[:row], *kept, *parts.body[row + 1 :])
        return replace(parts, body=body, sign_off=parts.sign_off or printed, agency=parts.agency or agency)
    if not parts.body and parts.lead and (found := agencies.sign_off(parts.lead)) and found[0]:
        return replace(parts, lead=found[0], sign_off=parts.sign_off or found[1], agency=parts.agency or found[2])
    return parts
