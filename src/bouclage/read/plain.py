"""Text pasted from a page or a terminal to an article."""

import re

from bouclage.read.agencies import dateline, sign_off
from bouclage.read.assemble import Parts, article
from bouclage.read.furniture import closes_article, is_furniture
from bouclage.read.people import names_of
from bouclage.read.photos import split_credit
from bouclage.records import Article, Block, BlockKind, Document, Photo, Refusal, RefusalReason, Source, item_id
from bouclage.text.clean import clean, clean_lines

_PHOTO = re.compile(
    r"^(?:photos?|fotos?|bild(?:er)?|image|immagine|picture|crédit(?: photo)?|credit)\s*:", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^(?:von|par|di|by)\s+[A-ZÀ-Þ]\w+(?:[\s-]+[\wÀ-ÿ.'’-]+){0,6}$|^(?:von|par|di|by)\s+(?:[A-ZÀ-Þ]{2,}|\w+/\w+)$",
    re.IGNORECASE,
)
_PLACE = re.compile(r",\s+[A-ZÀ-Þ][\w.'’-]{2,30}$")  # "Von Anna Muster, Lausanne": of one word, and no name
_END = (".", "!", "?", "»", "”", '"', "…", ":")


def read_plain(text: str, document: Document, source: Source) -> Article | Refusal:
    """Read kicker, headline, photo line, byline, lead, paragraphs, crossheads and sign-off; drop what follows them."""
    lines = [line for line in _lines(text) if line]
    url = document.final_url or document.url
    lines, tail = _without_end(lines)
    kicker, headline, rest = _head(lines)
    byline = lead = None
    photo = None
    body: list[Block] = []
    for line in rest:
        if _PHOTO.match(line) and len(line) < 300:
            caption, credit = split_credit(line)
            photo = photo or Photo(url=url, caption=caption, credit=credit)
            continue
        if byline is None and len(line) < 90 and not body and _BYLINE.match(_PLACE.sub("", line)):
            byline = line
            continue
        if is_furniture(line):
            continue
        if lead is None and not body and _sentence(line) and len(line) <= 600 and dateline(line) is None:
            lead = line
            continue
        crosshead = len(line) <= 90 and not _sentence(line) and sign_off(line) is None
        body.append(Block(kind=BlockKind.CROSSHEAD if crosshead else BlockKind.PARAGRAPH, text=line))
    while body and body[-1].kind is BlockKind.CROSSHEAD:
        body.pop()
    if lead and not body:
        body = [Block(kind=BlockKind.PARAGRAPH, text=lead)]
        lead = None
    if not headline or not (body or lead):
        return Refusal(
            item=item_id(source.id, url), source_id=source.id, url=url, reason=RefusalReason.UNREADABLE,
            detail="not an article: no headline followed by text", headline=headline,
        )  # fmt: skip
    del tail
    return article(
        Parts(
            kicker=kicker, headline=headline, lead=lead, body=tuple(body), byline=byline,
            authors=names_of(_PLACE.sub("", byline)) if byline else (), photo=photo,
        ),
        source, seen=document.fetched, url=url, guid=url,
    )  # fmt: skip


def _lines(text: str) -> list[str]:
    """Lines that are paragraphs: where blank lines part them, hard line breaks inside one are joined."""
    lines = clean_lines(text)
    filled = [line for line in lines if line]
    hard = [line for line in filled if 55 <= len(line) <= 82]
    if len(hard) < 0.5 * len(filled) or "" not in lines:
        return lines
    joined: list[str] = []
    for line in lines:
        if line and joined and joined[-1] and len(joined[-1]) >= 50:
            joined[-1] = clean(f"{joined[-1]} {line}")
        else:
            joined.append(line)
    return joined


def _sentence(line: str) -> bool:
    return line.rstrip(")").endswith(_END) or len(line) > 140


def _head(lines: list[str]) -> tuple[str | None, str | None, list[str]]:
    """Part the lines before the text into kicker and headline: the last but one and the last short line."""
    rest = [line for line in lines if line]
    while rest and is_furniture(rest[0]) and not _PHOTO.match(rest[0]):
        rest = rest[1:]
    if not rest:
        return None, None, []
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    third = rest[2] if len(rest) > 2 else ""
    short = len(first) <= 50 and len(first.split()) <= 5 and not first.endswith((".", "!", "?"))
    headline_next = (
        10 <= len(second) <= 200 and not _PHOTO.match(second) and not _BYLINE.match(second) and len(second) > len(first)
    )
    if short and headline_next and third and not second.endswith("."):
        return first.rstrip(":"), second, rest[2:]
    return None, first, rest[1:]


def _without_end(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut what stands after the article: from the first heading of furniture on, or after a sign-off near the end."""
    for row, line in enumerate(lines):
        if row < 3 or not closes_article(line):
            continue
        # Text signed by its agency goes on below: a box amid it, left out line by line.
        if not any(len(later) > 60 and sign_off(later) for later in lines[row + 1 :]):
            return lines[:row], lines[row:]
    for row in range(len(lines) - 1, max(2, len(lines) // 2), -1):
        found = sign_off(lines[row])
        if found is not None and all(is_furniture(line) or not _sentence(line) for line in lines[row + 1 :]):
            return lines[: row + 1], lines[row + 1 :]
    while len(lines) > 3 and is_furniture(lines[-1]):
        lines = lines[:-1]
    return lines, []
