"""Photos: caption and credit, which papers print in one line in many ways."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bouclage.read.markup import text_of
from bouclage.read.roles import role_of
from bouclage.read.structured import PageFacts, text
from bouclage.records import Photo
from bouclage.text.clean import clean, clean_or_none
from bouclage.text.urls import absolute

_MARK = (
    r"(?:Foto|Fotos|Photo|Photos|Photographie|Photography|Bild|Bilder|Bildquelle|Image|Images|Immagine|Crédit|"
    r"Crédits?\s?photo|"
    r"Credit|Credits|Quelle|Source|Fonte|Copyright|Archivfoto|Symbolbild|Symbolfoto|Archiv|Illustration|"
    r"Picture|Grafik|Infographie)"
)
_MARKED = re.compile(rf"^(.*?)[\s(\[|–—-]*\b{_MARK}\s*(?:von|by|de|di|d')?\s*:\s*©?\s*([^()\[\]]{{2,90}}?)[)\]]?\.?$")
_SIGN = re.compile(r"^(.*?)[\s(\[|,–—-]*(?:©|\(c\)|&copy;)\s*([^()\[\]©]{2,90}?)[)\]]?\.?$", re.IGNORECASE)
_BRACKET = re.compile(r"^(.*?[.!?»\"”…]?)\s*[(\[]([^()\[\]]{2,80})[)\]]\.?$")
_PIPE = re.compile(r"^(.{12,}?)\s+(?:\||//)\s+([^|]{2,80})$")
_DASHED = re.compile(r"^(.{12,}[.!?»\"”…])\s*[-–—/]\s*([^.!?]{2,60})$")
_LABEL = re.compile(rf"^[\s(\[]*{_MARK}?\s*(?:von|by|par|de|di)?\s*[:©|/–—-]*\s*(?:©\s*)?", re.IGNORECASE)
_NAMES = re.compile(
    r"^(?:[A-ZÀ-Þ][\w'’.&-]*|[a-z]{2,6}|de|von|van|der|du|di|la|le|via|/|,|-|–|&|\+|\d{4}|\(c\)|©)(?:[\s/,|-]+"
    r"(?:[A-ZÀ-Þ][\w'’.&-]*|de|von|van|der|du|di|la|le|via|dpa|afp|sda|ats|/|,|-|–|&|\+|\d{4}))*$"
)


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """Split a printed caption into (caption, credit): "Des secouristes. Photo: Marc Oberson", "… (Keystone)"."""
    line = clean(caption)
    if not line:
        return None, None
    for pattern in (_MARKED, _SIGN):
        if match := pattern.match(line):
            return _tidy(match[1]), clean_or_none(match[2].strip(" |/–—-:"))
    if (match := _BRACKET.match(line)) and _NAMES.match(match[2]) and not match[2].isdigit():
        return _tidy(match[1]), clean_or_none(match[2])
    for pattern in (_PIPE, _DASHED):
        if (match := pattern.match(line)) and _NAMES.match(match[2]):
            return _tidy(match[1]), clean_or_none(match[2])
    return line, None


def looks_like_credit(line: str) -> bool:
    """Whether a line is a caption with its credit, not a sentence of the article."""
    caption, credit = split_credit(line)
    return credit is not None and (caption is None or bool(_MARKED.match(line) or _SIGN.match(line)))


def bare_credit(line: str) -> str | None:
    """Return a credit without its label: "Foto: Keystone" gives "Keystone"."""
    line = clean(line).strip("()[] ")
    shorter = _LABEL.sub("", line, count=1) if re.match(rf"(?:{_MARK}\b\s*[:©]|©|\(c\))", line, re.I) else line
    shorter = re.sub(r"^(?:©|\(c\)|&copy;)\s*", "", shorter, flags=re.I)
    return clean_or_none(shorter.strip(" |/–—-:;,."))


def _tidy(caption: str) -> str | None:
    return clean_or_none(caption.strip().rstrip("|/–—-([ "))


def find_photo(tree: LexborHTMLParser, facts: PageFacts, url: str, near: LexborNode | None) -> Photo | None:
    """Return the article's photo: address from JSON-LD or og:image, caption and credit from its first figure."""
    address, caption, credit = _declared(facts, url)
    figure = _figure(tree, address, near)
    if figure is not None:
        shown, shown_credit = _of_figure(figure)
        caption = shown or caption
        credit = shown_credit or credit
        if address is None:
            address = _image(figure, url)
    return Photo(url=address, caption=caption, credit=credit) if address else None


def _declared(facts: PageFacts, url: str) -> tuple[str | None, str | None, str | None]:
    image = facts.article.get("image")
    if isinstance(image, list):
        image = image[0] if image else None
    image = facts.resolve(image)
    address = caption = credit = None
    if isinstance(image, dict):
        address = text(image, "url", "contentUrl")
        caption = text(image, "caption") if isinstance(image.get("caption"), str) else None
        credit = (
            text(image.get("creditText")) or text(image.get("author"), "name") or text(image.get("creator"), "name")
        )
        if caption:
            caption, inside = split_credit(caption)
            credit = credit or inside
    elif isinstance(image, str):
        address = clean(image)
    address = absolute(url, facts.first("og:image", "og:image:url", "twitter:image")) or absolute(url, address)
    return address, caption, bare_credit(credit) if credit else None


def _figure(tree: LexborHTMLParser, address: str | None, near: LexborNode | None) -> LexborNode | None:
    """Return the figure that shows `address`, or else the first one of the article."""
    figures: list[LexborNode] = []
    for root in (near, tree.css_first("article"), tree.css_first("main"), tree.body):
        if root is not None and (figures := root.css("figure")):
            break
    name = _stem(address) if address else ""
    captioned = None
    for figure in figures[:12]:
        if figure.css_first("img, picture") is None:
            continue
        if name and name in (figure.html or ""):
            return figure
        if captioned is None and figure.css_first("figcaption") is not None:
            captioned = figure
    return captioned


def _stem(address: str) -> str:
    name = address.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2].rpartition(".")[0] or ""
    return name if len(name) >= 8 else ""


def _of_figure(figure: LexborNode) -> tuple[str | None, str | None]:
    holder = figure.css_first("figcaption") or figure
    credit = None
    credit_text = ""
    for node in holder.css("*") if holder.tag == "figcaption" else figure.css("[class]"):
        if node.tag in {"img", "picture", "source", "figure", "a"} and node.tag != "a":
            continue
        if node.tag == "footer" or role_of(node).credit or node.tag in {"small", "cite"}:
            found = text_of(node)
            if found and len(found) < 120:
                credit, credit_text = bare_credit(found), found
                break
    line = text_of(holder) if holder.tag == "figcaption" else ""
    if credit_text and line.endswith(credit_text):
        line = line[: -len(credit_text)]
    elif credit_text and line != credit_text:
        line = line.replace(credit_text, " ", 1)
    caption, inside = split_credit(line)
    return caption, credit or inside


def _image(figure: LexborNode, url: str) -> str | None:
    image = figure.css_first("img")
    if image is None:
        return None
    attributes = image.attributes
    for key in ("src", "data-src", "data-original", "data-lazy-src"):
        if (found := absolute(url, attributes.get(key))) is not None:
            return found
    first = (attributes.get("srcset") or attributes.get("data-srcset") or "").split(",")[0].split()
    return absolute(url, first[0]) if first else None
