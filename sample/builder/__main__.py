"""Writes `sample/site` and `sample/gold.json` from `sample/texts`."""

import argparse
import json
import shutil
import sys
from collections import defaultdict
from pathlib import Path

from sample.builder.feeds import feed
from sample.builder.outlets import OUTLETS, Outlet
from sample.builder.pages import article_page, front_page
from sample.builder.texts import LAYERS, Text, read_texts
from sample.builder.weather import weather_texts
from sample.builder.wire import guid, newsml, ninjs

SAMPLE = Path(__file__).resolve().parent.parent
GONE = ".gone"  # a file "x.html.gone" means: from this layer on, x.html answers 410


def build(target: Path) -> int:
    """Write all layers under `target`; return how many items were written."""
    texts = read_texts(SAMPLE / "texts") + weather_texts()
    if target.exists():
        shutil.rmtree(target)
    for layer in range(1, len(LAYERS) + 1):
        for outlet in OUTLETS.values():
            if outlet.channel != "dead":
                _write_layer(target / str(layer) / outlet.id, outlet, texts, layer)
    (target / "sources.json").write_text(_sources(), encoding="utf-8")
    items = {text.item for text in texts}
    (target.parent / "gold.json").write_text(_gold(texts), encoding="utf-8")
    return len(items)


def _now(texts: list[Text], outlet: Outlet, layer: int) -> list[Text]:
    """Return what the outlet shows in a layer: published by then, latest versions."""
    return [
        text
        for text in texts
        if text.outlet == outlet.id and text.layer <= layer and (text.until is None or text.until > layer)
    ]


def _write_layer(folder: Path, outlet: Outlet, texts: list[Text], layer: int) -> None:
    shown = _now(texts, outlet, layer)
    _write(folder / "robots.txt", b"User-agent: *\nDisallow: /newsletter\n")
    listing = outlet.listing.strip("/") or "index.html"
    if outlet.channel == "ninjs":
        _write(folder / listing, ninjs(outlet, shown))
    elif outlet.channel == "newsml":
        _write(folder / listing, newsml(outlet, shown))
    elif outlet.channel != "none":
        _write(folder / listing, feed(outlet, shown))
    public = [text for text in shown if text.pub_status == "usable" and text.embargoed is None]
    _write(folder / "index.html", front_page(outlet, public).encode())
    for text in shown:
        if text.layer != layer:
            continue  # earlier layers show through
        page = folder / text.path.strip("/")
        if text.pub_status == "canceled":
            _write(page.with_name(page.name + GONE), b"")
        elif text.embargoed is None:
            others = [other for other in public if other.item != text.item and other.published <= text.published][-3:]
            _write(page, article_page(text, outlet, others).encode())


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


# whose photos may be shown, so that the bundled days have both kinds of outlet
_PHOTOS = {"le-rivage", "limmatbote", "foglio-ceresio", "alpine-observer", "echo-trois-lacs"}


def _sources() -> str:
    sources = [
        {
            "id": outlet.id,
            "name": outlet.name,
            "url": outlet.base + outlet.listing,
            "kind": "pages" if outlet.channel == "none" else "feed",
            "language": None if outlet.id == "meteo-vallees" else outlet.language,
            "agency": outlet.agency,
            "weight": outlet.weight,
            "fetch_pages": outlet.channel in {"rss", "atom", "none"},
            "rights": {
                "text": "excerpt",
                "excerpt_chars": 300 if outlet.paywalled else 900,
                "photo": outlet.id in _PHOTOS,
            },
        }
        for outlet in OUTLETS.values()
    ]
    return json.dumps(sources, ensure_ascii=False, indent=1) + "\n"


def item_guid(text: Text) -> str:
    """Return the guid a reader finds for the item."""
    outlet = OUTLETS[text.outlet]
    return {
        "rss": f"{outlet.id}:{text.item}",
        "rss-full": f"{outlet.id}:{text.item}",
        "atom": f"tag:{outlet.id}.example,2026:{text.item}",
        "json": f"{outlet.id}/{text.item}",
        "none": text.url,
        "ninjs": guid(text),
        "newsml": guid(text),
    }[outlet.channel]


def _gold(texts: list[Text]) -> str:
    days: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        days[text.event].add(f"{text.published:%Y-%m-%d}")
    printings = {text.printing_of for text in texts if text.printing_of}
    items: dict[str, dict[str, object]] = {}
    for text in texts:
        copied = text.printing_of or (text.item if text.item in printings else None)
        entry = items.setdefault(
            text.item,
            {
                "id": text.item,
                "outlet": text.outlet,
                "guid": item_guid(text),
                "url": text.url,
                "language": text.language,
                "published": text.published.isoformat(),
                "day": f"{text.published:%Y-%m-%d}",
                "story": text.event,
                "wire_copy": copied,
                "thread": text.event if len(days[text.event]) > 1 else None,
                "fate": "taken",
                "versions": 0,
            },
        )
        entry["versions"] = int(str(entry["versions"])) + 1
        if text.pub_status == "canceled":
            entry["fate"] = "refused"
        if text.embargoed:
            entry["fate"] = "held"
            entry["embargoed"] = text.embargoed.isoformat()
        if text.signal:
            entry["signal"] = text.signal
        if text.version_of and not text.signal and text.pub_status == "usable":
            entry["silent_edit"] = True
    document = {
        "about": "What is right about the bundled days: story, wire copy and thread of each item. CC0.",
        "days": ["2026-09-07", "2026-09-08"],
        "items": sorted(items.values(), key=lambda item: (str(item["published"]), str(item["id"]))),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, default=SAMPLE / "site")
    sys.stdout.write(f"{build(parser.parse_args().target)} items written\n")
