"""Reads `sample/texts`: one file a report, printings composed from the agency text they print."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sample.builder.outlets import OUTLETS, credit_name

ZONE = ZoneInfo("Europe/Zurich")
LAYERS = tuple(
    datetime(2026, 9, day, hour, minute, tzinfo=ZONE) for day, hour, minute in ((7, 16, 25), (8, 11, 0), (8, 16, 25))
)


@dataclass(frozen=True, kw_only=True)
class Text:
    """One report, composed; times are local and aware."""

    id: str
    outlet: str
    event: str
    language: str
    published: datetime
    layer: int
    headline: str
    lead: str
    blocks: tuple[tuple[str, str], ...]  # (paragraph | crosshead | quote, text)
    section: str
    kicker: str | None = None
    byline: str | None = None
    dateline: str | None = None
    sign_off: str | None = None
    photo_caption: str | None = None
    photo_credit: str | None = None
    printing_of: str | None = None
    version_of: str | None = None
    version: int = 1
    updated: datetime | None = None
    signal: str | None = None
    pub_status: str = "usable"
    embargoed: datetime | None = None
    ed_note: str | None = None
    until: int | None = None  # first layer in which a later version stands in its place
    tags: tuple[str, ...] = field(default=())

    @property
    def item(self) -> str:
        """Id of the item over its versions."""
        return self.version_of or self.id

    @property
    def path(self) -> str:
        """Path of its page on the outlet's site."""
        return f"/{self.published:%Y/%m/%d}/{self.item}.html"

    @property
    def url(self) -> str:
        """Address of its page."""
        return OUTLETS[self.outlet].base + self.path


def read_texts(folder: Path) -> list[Text]:
    """Return all texts, composed and in time order; raises ValueError naming the file that is wrong."""
    raw: dict[str, tuple[dict[str, Any], str, str]] = {}
    for file in sorted(folder.glob("*/*.md")):
        head, body = _split(file)
        if head["id"] in raw:
            raise ValueError(f"{file}: id {head['id']} is used twice")
        raw[head["id"]] = (head, body, file.parent.name)
    texts = {key: _own(*parts) for key, parts in raw.items() if "printing_of" not in parts[0]}
    texts |= {
        key: _printing(head, body, outlet, texts) for key, (head, body, outlet) in raw.items() if "printing_of" in head
    }
    return sorted(_versions(texts), key=lambda text: (text.updated or text.published, text.id))


def _split(file: Path) -> tuple[dict[str, Any], str]:
    match = re.match(r"---\n(.*?)\n---\n?(.*)", file.read_text(encoding="utf-8"), re.DOTALL)
    if match is None:
        raise ValueError(f"{file}: no front matter")
    head = yaml.safe_load(match[1])
    if file.stem != head["id"]:
        raise ValueError(f"{file}: file name and id differ")
    return head, match[2].strip()


def _time(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=ZONE)


def _layer(head: dict[str, Any], published: datetime) -> int:
    if "layer" in head:
        return int(head["layer"])
    for number, moment in enumerate(LAYERS, start=1):
        if published <= moment:
            return number
    raise ValueError(f"{head['id']}: published after the last layer")


def _blocks(body: str) -> tuple[tuple[str, str], ...]:
    blocks = []
    for part in re.split(r"\n\s*\n", body):
        text = " ".join(part.split("\n")).strip()
        if text.startswith("## "):
            blocks.append(("crosshead", text[3:].strip()))
        elif text.startswith("> "):
            blocks.append(("quote", text[2:].strip()))
        elif text:
            blocks.append(("paragraph", text))
    return tuple(blocks)


def _own(head: dict[str, Any], body: str, outlet: str) -> Text:
    if outlet not in OUTLETS:
        raise ValueError(f"{head['id']}: no outlet {outlet}")
    headline, _, rest = body.partition("\n")
    if not headline.startswith("# ") and head.get("pub_status") != "canceled":
        raise ValueError(f"{head['id']}: no headline")
    blocks = _blocks(rest)
    lead = blocks[0][1] if blocks else ""
    caption, _, credit = (head.get("photo") or "").partition(" | ")
    published = _time(head["published"])
    return Text(
        id=head["id"],
        outlet=outlet,
        event=head.get("event", ""),
        language=head.get("language", OUTLETS[outlet].language),
        published=published,
        layer=_layer(head, published),
        headline=headline.removeprefix("# ").strip(),
        lead=lead,
        blocks=blocks[1:],
        section=head.get("section", ""),
        kicker=head.get("kicker"),
        byline=head.get("byline"),
        dateline=head.get("dateline"),
        sign_off=head.get("sign_off"),
        photo_caption=caption or None,
        photo_credit=credit or None,
        version_of=head.get("version_of"),
        signal=head.get("signal"),
        pub_status=head.get("pub_status", "usable"),
        embargoed=_time(head["embargoed"]) if "embargoed" in head else None,
        ed_note=head.get("ed_note"),
    )


def _printing(head: dict[str, Any], body: str, outlet: str, texts: dict[str, Text]) -> Text:
    original = texts[head["printing_of"]]
    lead, blocks = str(head.get("lead") or original.lead), original.blocks
    if "cut" in head:
        blocks = blocks[: int(head["cut"])]
    for edit in head.get("edits") or ():
        old, _, new = str(edit).partition(" => ")
        if old not in lead and not any(old in text for _, text in blocks):
            raise ValueError(f"{head['id']}: {old!r} is not in the printed text")
        lead = lead.replace(old, new)
        blocks = tuple((kind, text.replace(old, new)) for kind, text in blocks)
    blocks += _blocks(body)
    if head.get("credit"):
        ending = OUTLETS[outlet].credit.format(credit_name(original.outlet))
        kind, last = blocks[-1] if blocks else ("paragraph", lead)
        blocks = (*blocks[:-1], (kind, last + ending))
    caption, _, credit = (head.get("photo") or "").partition(" | ")
    published = _time(head["published"])
    if published < original.published:
        raise ValueError(f"{head['id']}: printed before its original")
    return Text(
        id=head["id"],
        outlet=outlet,
        event=head.get("event", original.event),
        language=original.language,
        published=published,
        layer=_layer(head, published),
        headline=str(head.get("headline") or original.headline),
        lead=lead,
        blocks=blocks,
        section=head.get("section", original.section),
        kicker=head.get("kicker"),
        byline=head.get("byline"),
        dateline=head.get("dateline"),
        photo_caption=caption or None,
        photo_credit=credit or None,
        printing_of=original.id,
    )


def _versions(texts: dict[str, Text]) -> list[Text]:
    done = dict(texts)
    for text in texts.values():
        if text.version_of is None:
            continue
        first = texts[text.version_of]
        kept = {
            name: getattr(text, name) or getattr(first, name)
            for name in (
                "event",
                "section",
                "headline",
                "lead",
                "blocks",
                "kicker",
                "byline",
                "dateline",
                "sign_off",
            )
        }
        done[text.id] = replace(
            text,
            **kept,
            published=first.published,
            updated=text.published,
            version=2,
            embargoed=first.embargoed,
        )
        done[first.id] = replace(first, until=text.layer)
    return list(done.values())
