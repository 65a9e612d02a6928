"""Fuzzing of the readers: real samples, changed at random where their structure is, read by each reader.

Structured mutation, not coverage-guided: tags, JSON values, header lines and records are moved, repeated, cut, nested
and spliced from one sample into another, besides plain damage to bytes. A run is known by its seed and number alone, so
that each failure can be had again.
"""

# ruff: noqa: E501, ISC002 -- samples stay as they come

import ctypes
import gc
import gzip
import json
import random
import re
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

from bouclage.read import article_from_entry, read_file, read_page, read_source
from bouclage.read.listing import Listing
from bouclage.records import Article, Document, Refusal, Source, SourceKind, from_plain, to_plain
from bouclage.sources import discover, hints_of
from tests.gates.read.reading_score import DATA

SAMPLE = Path(__file__).parents[2] / "sample"
NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
A_THREAD = 2_000  # documents read before a thread ends
SLOW_S = 2.0  # of processor time for one document: a hang
_SOURCE = Source(id="fuzz", name="Fuzz", url="https://fuzz.example/")
_FRONT = Source(id="fuzz", name="Fuzz", url="https://fuzz.example/", kind=SourceKind.PAGES)
_MOST_SEED = 12_000  # bytes: longer samples cost time and show nothing more
_TOKEN = re.compile(rb"<[^<>]{0,400}>|[^<>]{1,400}", re.DOTALL)
_ODD = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x [<!ENTITY a '&b;'>]>",
    b"&amp;", b"&#0;", b"&#x110000;", b"&nbsp;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\r\n\r\n",
    b"{", b"[", b"]", b"}", b"null", b"true", b"1e999", b"-1", b"99999999999999999999", b'"', b"'", b"\\u0000", b"\\ud800",
    b"9999-99-99T99:99:99+99:99", b"0000-00-00", b"Mon, 31 Feb 2026 25:61:61 +9999", b"http://[::1", b"//", b"javascript:x",
    b"xml:lang='", b" xmlns:a='b'", b"Content-Length: -1\r\n", b"Content-Type: text/html; charset=utf-7\r\n", b"=?utf-8?b?///?=",
    b"Transfer-Encoding: chunked\r\n", b"<script type='application/ld+json'>", b"</script>", b"<template>", b"<svg>", b"<table>",
    "\u202e".encode(), "\u0301".encode() * 50, b"A" * 5000, b" " * 5000, b"." * 3000, b"(" * 3000, b"-" * 3000, b"\n" * 3000,
)  # fmt: skip


@dataclass
class Report:
    """What some runs of one reader showed."""

    reader: str
    runs: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    grown_mb: float = 0.0  # over the second half of the runs


def _document(body: bytes) -> Document:
    return Document(
        source_id="fuzz", url="https://fuzz.example/a", final_url="https://fuzz.example/a", fetched=NOW, body=body
    )


def _source(body: bytes) -> list[Article | Refusal]:
    listing: Listing = read_source(_document(body), _SOURCE)
    hints_of(body)
    made: list[Article | Refusal] = [*listing.articles, *listing.refusals]
    made += [article_from_entry(entry, _SOURCE, NOW) for entry in listing.entries[:3]]
    return made


def _page(body: bytes) -> list[Article | Refusal]:
    return [read_page(_document(body), _SOURCE, None)]


def _front(body: bytes) -> list[Article | Refusal]:
    discover(body, "https://fuzz.example/")
    return list(read_source(_document(body), _FRONT).refusals)


def _file(body: bytes) -> list[Article | Refusal]:
    return list(read_file(_document(body)))


# Name -> (how often beside the others, reader, where its samples are).
READERS: dict[str, tuple[int, Callable[[bytes], list[Article | Refusal]]]] = {
    "feed": (8, _source),
    "json_feed": (8, _source),
    "sitemap": (8, _source),
    "newsml_g2": (8, _source),
    "ninjs": (8, _source),
    "nitf": (8, _source),
    "mail": (8, _file),
    "plain": (8, _file),
    "warc": (4, _file),
    "page": (2, _page),
    "front_page": (3, _front),
}


def seeds(reader: str) -> list[bytes]:
    """Return samples for a reader: the bundled ones, and those of ../shared where it is there."""
    found = [body[:_MOST_SEED] for body in _samples(reader) if body]
    unique = list(dict.fromkeys(found))
    random.Random(7).shuffle(unique)
    return unique[:400]


def _samples(reader: str) -> Iterator[bytes]:
    site = SAMPLE / "site"
    pages = [path.read_bytes() for path in sorted(site.rglob("*.html"))[:80]]
    if reader == "feed":
        yield from (path.read_bytes() for path in sorted(site.rglob("*.xml")))
        yield from (path.read_bytes() for path in sorted((DATA / "feeds" / "feedparser").rglob("*.xml")))
    elif reader == "json_feed":
        yield from (path.read_bytes() for path in sorted(site.rglob("feed.json")))
    elif reader == "sitemap":
        yield from (path.read_bytes() for path in sorted(site.rglob("*.xml")) if b"<urlset" in path.read_bytes()[:2000])
        yield _SITEMAP
    elif reader in {"newsml_g2", "nitf"}:
        yield {"newsml_g2": _G2, "nitf": _NITF}[reader]
        marks = {"newsml_g2": b"<newsItem", "nitf": b"<nitf"}[reader]
        for path in sorted((DATA / "wire" / "newsml-g2").rglob("*.xml")):
            body = path.read_bytes()
            if marks in body:
                yield body if reader == "newsml_g2" else body[body.find(b"<nitf") :]
    elif reader == "ninjs":
        yield from (path.read_bytes() for path in sorted(site.rglob("latest.json")))
        yield from (path.read_bytes() for path in sorted((DATA / "wire" / "ninjs").rglob("*.json")))
    elif reader in {"page", "front_page"}:
        yield from pages
        yield from (path.read_bytes() for path in sorted(site.rglob("index.html"))[:10])
    elif reader == "mail":
        for page in pages[:20]:
            yield b"From: a@a.example\r\nSubject: =?utf-8?q?Crue_=C3=A0?=\r\nMessage-ID: <1@a>\r\nDate: Tue, 08 Sep 2026 09:00:00 +0200\r\n" \
                b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" \
                b"Bonjour\r\n--x\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + page[:3000] + b"\r\n--x--\r\n"  # fmt: skip
    elif reader == "plain":
        yield from (path.read_bytes() for path in sorted((SAMPLE / "texts").rglob("*.*"))[:60])
    elif reader == "warc":
        for page in pages[:10]:
            yield _warc(page[:3000])
            yield gzip.compress(_warc(page[:3000]))
        yield from (path.read_bytes() for path in sorted((DATA / "warc").rglob("*.warc*")))


def _warc(page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2026-09-08T09:00:00Z\r\n" \
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(answer)  # fmt: skip
    return (head + answer + b"\r\n\r\n") * 2


_SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    b' xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://a.example/1</loc><n:news><n:publication><n:name>A</n:name>'
    b"<n:language>it</n:language></n:publication><n:publication_date>2026-09-08</n:publication_date><n:title>Frana</n:title></n:news>"
    b"<i:image><i:loc>https://a.example/1.jpg</i:loc></i:image></url></urlset>"
)
_NITF = (
    b'<nitf><head><title>Crue</title><docdata><doc-id id-string="1"/><urgency ed-urg="4"/><date.issue norm="20260908T090000Z"/>'
    b'<ed-msg info="none"/></docdata></head><body><body.head><hedline><hl1>Crue</hl1></hedline><byline>Luc</byline><dateline>'
    b"<location>Orbe</location></dateline><abstract><p>Le lac.</p></abstract></body.head><body.content><p>Un. Deux.</p><hl2>Titre</hl2>"
    b'<media media-type="image"><media-reference source="a.jpg"/><media-caption>Lac</media-caption></media></body.content></body></nitf>'
)
_G2 = (
    b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="3" xml:lang="fr"><itemMeta><itemClass qcode="ninat:text"/>'
    b'<provider qcode="nprov:ATR"/><versionCreated>2026-09-08T09:00:00+02:00</versionCreated><embargoed>2026-09-08T10:00:00Z</embargoed>'
    b'<pubStatus qcode="stat:usable"/><edNote role="x">n</edNote></itemMeta><contentMeta><urgency>3</urgency><headline>Crue</headline><by>Luc</by>'
    b'<creditline>ATR</creditline><dateline>Orbe</dateline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html '
    b'xmlns="http://www.w3.org/1999/xhtml"><body><p>Le lac monte.</p></body></html></inlineXML></contentSet></newsItem>'
)


def mutate(chance: random.Random, pool: list[bytes]) -> bytes:
    """Change a sample in one to four ways."""
    body = chance.choice(pool)
    if body[:1] in b"{[" and chance.random() < 0.7:
        body = _changed_json(chance, body)
    for _ in range(chance.randrange(1, 5)):
        body = chance.choice(_WAYS)(chance, body, pool)
        if len(body) > 200_000:
            body = body[:200_000]
    return gzip.compress(body, 1) if chance.random() < 0.01 else body


def _flip(chance: random.Random, body: bytes, _: list[bytes]) -> bytes:
    data = bytearray(body)
    for _row in range(min(len(data), chance.randrange(1, 20))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: random.Random, body: bytes, _: list[bytes]) -> bytes:
    start = chance.randrange(len(body) + 1)
    end = min(len(body), start + chance.randrange(1, 400)) if chance.random() < 0.8 else len(body)
    return body[:start] + body[end:]


def _insert(chance: random.Random, body: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(_ODD) * chance.choice((1, 1, 1, 2, 50)) + body[at:]


def _splice(chance: random.Random, body: bytes, pool: list[bytes]) -> bytes:
    other = chance.choice(pool)
    at, start = chance.randrange(len(body) + 1), chance.randrange(len(other) + 1)
    return body[:at] + other[start : start + chance.randrange(1, 2000)] + body[at:]


def _tokens(chance: random.Random, body: bytes, _: list[bytes]) -> bytes:
    """Move, repeat, swap, nest or drop tags and the texts between them; lines where there are none."""
    found = _TOKEN.findall(body) if b"<" in body else body.splitlines(keepends=True)
    if not found:
        return body
    at, other = chance.randrange(len(found)), chance.randrange(len(found))
    how = chance.randrange(5)
    if how == 0:
        found[at], found[other] = found[other], found[at]
    elif how == 1:
        found[at] = found[at] * chance.choice((2, 10, 300))
    elif how == 2:
        del found[at : at + chance.randrange(1, 6)]
    elif how == 3:
        found.insert(at, found[other])
    else:
        found[at:at] = found[other : other + 20] * chance.choice((2, 30))
    return b"".join(found)


def _recoded(chance: random.Random, body: bytes, _: list[bytes]) -> bytes:
    encoding = chance.choice(("utf-16", "latin-1", "utf-32", "cp1252", "utf-8-sig", "utf-7"))
    return body.decode("utf-8", "replace").encode(encoding, "replace")


_WAYS = (_flip, _cut, _insert, _splice, _tokens, _tokens, _tokens, _insert, _cut, _recoded)


def _changed_json(chance: random.Random, body: bytes) -> bytes:
    """Put odd values where a JSON document has others."""
    try:
        value: Any = json.loads(body)
    except ValueError:
        return body
    holders: list[Any] = [value]
    for holder in holders:
        inner = holder.values() if isinstance(holder, dict) else holder
        holders += [each for each in inner if isinstance(each, dict | list)]
        if len(holders) > 2000:
            break
    for _ in range(chance.randrange(1, 6)):
        holder = chance.choice(holders)
        odd = chance.choice(
            (
                None,
                True,
                -1,
                1e308,
                2**70,
                "",
                "\x00",
                "<p>" * 20,
                [],
                {},
                [[]],
                [None],
                {"a": [1]},
                "2026-13-40",
                "é" * 300,
            )
        )
        if isinstance(holder, dict) and holder:
            holder[chance.choice(list(holder))] = odd
        elif isinstance(holder, list) and holder:
            holder[chance.randrange(len(holder))] = odd
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")


def fuzz(reader: str, runs: int, *, seed: int = 1) -> Report:
    """Read `runs` mutated samples and report crashes, hangs (over SLOW_S of processor time) and growth.

    Growth is that of the second half: by then bounded caches are full, and a leak grows on. As in the program, a thread
    reads for a while and ends: the XML library keeps each name it met for as long as its thread lives.
    """
    report = Report(reader)
    pool = seeds(reader)
    start = time.process_time()
    half = 0.0
    for first in range(0, runs, A_THREAD):
        if first <= runs // 2:
            half = _resident_mb()
        thread = Thread(target=_read_some, args=(report, pool, range(first, min(runs, first + A_THREAD)), seed))
        thread.start()
        thread.join()
    report.seconds = time.process_time() - start
    report.grown_mb = _resident_mb() - half
    return report


def _read_some(report: Report, pool: list[bytes], numbers: range, seed: int) -> None:
    reader = report.reader
    read = READERS[reader][1]
    for number in numbers:
        body = mutate(random.Random(f"{seed} {reader} {number}"), pool)
        began = time.process_time()
        try:
            _check(read(body), store=number % 8 == 0)
        except Exception:
            if len(report.crashes) < 20:
                report.crashes.append(f"{reader}, seed {seed}, number {number}: {traceback.format_exc(limit=-4)}")
        took = time.process_time() - began
        report.slowest_s = max(report.slowest_s, took)
        if took > SLOW_S:
            report.hangs.append(f"{reader}, seed {seed}, number {number}: {took:.1f} s for {len(body)} bytes")
        report.runs += 1


def again(reader: str, seed: int, number: int) -> bytes:
    """Return the bytes of one run."""
    return mutate(random.Random(f"{seed} {reader} {number}"), seeds(reader))


def _check(made: list[Article | Refusal], *, store: bool) -> None:
    """Hold what was read to what the rest relies on: it can be stored and comes back the same."""
    for one in made:
        if isinstance(one, Article):
            assert "\x00" not in one.text, "a NUL in the text"
            assert len(one.headline or "") <= 500, "an endless headline"
        if store:
            plain = json.loads(json.dumps(to_plain(one)))
            assert from_plain(type(one), plain) == one, "stored, it is another"


def _resident_mb() -> float:
    gc.collect()
    with suppress(OSError, AttributeError):  # what the C library keeps free, by thread, is no growth
        ctypes.CDLL(None).malloc_trim(0)
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) if Path("/proc/self/statm").exists() else 0
    )
    return pages * 4096 / 1e6
