"""ninjs and NewsML-G2 as the invented agencies deliver them."""

import json
from datetime import datetime
from html import escape

from sample.builder.outlets import Outlet
from sample.builder.texts import Text

URGENCY = {"geneva-talks": 2, "landslide": 2, "quake": 2, "osterra-vote": 3}


def guid(text: Text) -> str:
    """Return the agency's identifier of an item, the same for all its versions."""
    return f"urn:newsml:{text.outlet}.example:{text.published:%Y%m%d}:{text.item}"


def ninjs(outlet: Outlet, texts: list[Text]) -> bytes:
    """Return the agency's latest items as ninjs 3."""
    return (
        json.dumps({"items": [_item(outlet, text) for text in texts]}, ensure_ascii=False, indent=1) + "\n"
    ).encode()


def newsml(outlet: Outlet, texts: list[Text]) -> bytes:
    """Return the agency's latest items as one NewsML-G2 news message."""
    sent = max((text.updated or text.published for text in texts), default=datetime(2026, 9, 7).astimezone())
    items = "\n".join(_news_item(outlet, text) for text in texts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">\n'
        f"<header><sent>{sent.isoformat()}</sent><sender>{outlet.id}.example</sender><priority>4</priority></header>\n"
        f"<itemSet>\n{items}\n</itemSet>\n</newsMessage>\n"
    ).encode()


def _paragraphs(text: Text) -> str:
    lead = f"{text.dateline} – {text.lead}" if text.dateline else text.lead
    parts = [f"<p>{escape(lead, quote=False)}</p>"] if text.lead else []
    for kind, words in text.blocks:
        shown = escape(words, quote=False)
        parts.append(f"<h2>{shown}</h2>" if kind == "crosshead" else f"<p>{shown}</p>")
    if text.sign_off:
        parts.append(f"<p>{escape(text.sign_off)}</p>")
    return "".join(parts)


def _item(outlet: Outlet, text: Text) -> dict[str, object]:
    item: dict[str, object] = {
        "standard": {"name": "ninjs", "version": "3.0"},
        "uri": guid(text),
        "type": "text",
        "language": text.language,
        "pubStatus": text.pub_status,
        "version": str(text.version),
        "versionCreated": (text.updated or text.published).isoformat(),
        "firstCreated": text.published.isoformat(),
        "urgency": URGENCY.get(text.event, 4),
        "provider": {"name": outlet.name, "literal": outlet.id},
        "headlines": [{"role": "main", "value": text.headline}],
        "subjects": [{"name": text.section}],
        "renditions": [{"name": "web", "href": text.url, "contentType": "text/html"}],
        "infoSources": [{"name": text.sign_off.strip("/()") if text.sign_off else outlet.name}],
    }
    if text.dateline:
        item["located"] = text.dateline.split(" (")[0]
    if text.embargoed:
        item["embargoedUntil"] = text.embargoed.isoformat()
    if text.ed_note:
        item["edNote"] = text.ed_note
    if text.signal:
        item["signal"] = f"sig:{text.signal}"
    if text.pub_status == "usable":
        item["bodies"] = [{"contentType": "text/html", "value": _paragraphs(text)}]
    return item


def _news_item(outlet: Outlet, text: Text) -> str:
    embargo = f"<embargoed>{text.embargoed.isoformat()}</embargoed>" if text.embargoed else ""
    signal = f'<signal qcode="sig:{text.signal}"/>' if text.signal else ""
    note = f"<edNote>{escape(text.ed_note)}</edNote>" if text.ed_note else ""
    located = f"<located><name>{escape(text.dateline.split(' (')[0])}</name></located>" if text.dateline else ""
    return (
        f'<newsItem guid="{guid(text)}" version="{text.version}" standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="{text.language}">\n'
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="{outlet.id}"><name>{escape(outlet.name)}</name></provider>'
        f"<versionCreated>{(text.updated or text.published).isoformat()}</versionCreated><firstCreated>{text.published.isoformat()}</firstCreated>"
        f'{embargo}<pubStatus qcode="stat:{text.pub_status}"/>{note}{signal}</itemMeta>\n'
        f'<contentMeta><urgency>{URGENCY.get(text.event, 4)}</urgency>{located}<language tag="{text.language}"/>'
        f'<subject literal="{text.section}"><name>{text.section}</name></subject><headline>{escape(text.headline)}</headline></contentMeta>\n'
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{_paragraphs(text)}</body></html></inlineXML>'
        f'<remoteContent rendition="rnd:web" contenttype="text/html" href="{text.url}"/></contentSet>\n</newsItem>'
    )
