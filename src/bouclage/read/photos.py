"""Photos: caption and credit, which papers print in one line in many ways."""

import re
from collections.abc import Iterator

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
    r"Picture|Photograph|Bildrechte|Grafik|Infographie)"
)
_MARKED = re.compile(rf"^(.*?)[\s(\[|–—-]*\b{_MARK}\s*(?:von|by|de|di|d')?\s*:\s*©?\s*([^()\[\]]{{2,90}}?)[)\]]?\.?$")
_BY = re.compile(
    r"^(.*?)[\s(\[|–—-]*\b(?:Photo|Photograph|Picture|Image|Foto)s? (?:by|von|di|de)\s+([^()\[\].]{2,60})[)\]]?\.?$"
)
_SIGN = re.compile(
    r"^(.*?)[\s(\[|,–—-]*(?:\b(?:Bild|Foto|Photo)\s*)?(?:©|\(c\)|&copy;)\s*([^\[\]©]{2,90}?)\.?$", re.IGNORECASE
)
# A line that says whose picture it is: "Foto: Anna Muster/dpa", "… (AFP / Anna Muster)", "© Keystone".
_CREDITED = re.compile(
    r"(?:^|[\s(\[|,.–—-])(?:(?:Foto|Photo|Bild|Bildrechte|Bildquelle|Photograph|Image|Immagine|"
    r"Crédits? photo)s?\s*:\s*\S|©\s*\S|"
    r"\((?:AFP|AP Photo|AP|Reuters|dpa|APA|Keystone|ANSA|Quelle:|Getty)\b[^()]{0,60}\)$|— Picture by )"
)
_EMPTY = re.compile(
    r"^\W*(?:copyright|credits?|cr[ée]dits?|quelle|source|foto|photo|bild|image|droits d['’]auteur|"
    r"tous droits réservés|all rights reserved|team|autor(?:in)?)?\W*$",
    re.IGNORECASE,
)
# A date, a writer's line, a footer: what is no credit though it holds names.
_DATED = re.compile(
    r"^[Cc]opyright (?:© )?20\d\d|^(?:von|by|par|di) |[A-Z]\w+ (?:\d{1,2}, )?20\d\d$|"
    r"\d{1,2}\. [A-Z]\w+ 20\d\d|\d{1,2}\.\s?\d{1,2}\.\s?\d{2}|\d{1,2}:\d{2}"
)
_NO_CREDIT = frozenset(("img", "picture", "source", "figure", "script", "style", "svg"))
_SENTENCE_END = re.compile(r"^(.*[.!?»”\"]\s+|)(.+)$")
_LETTERS = re.compile(r"[A-Z]{2,5}$")  # "BBC", "AFP": all that stands below a picture
_WORDS = 8  # words of a line that is a sentence, not a name
_CAPTIONS = frozenset(("caption", "legend", "legende", "description", "bildunterschrift", "bildtext", "didascalia"))
_BEFORE = 6  # elements before the headline that may still be its picture's
_LINES = 400  # elements looked at for a line of credit
_BRACKET = re.compile(r"^(.*?[.!?»\"”…]?)\s*[(\[]([^()\[\]]{2,80})[)\]]\.?$")
_PIPE = re.compile(r"^(.{12,}?)\s+(?:\||//)\s+([^|]{2,80})$")
_DASHED = re.compile(r"^(.{12,}[.!?»\"”…])(?:\s[-–—]\s*|\s?/\s)([^.!?]{2,60})$")
_AGENCY = re.compile(
    r"^©|\b(?:getty|imago|keystone|reuters|afp|ap photo|associated press|dpa|apa|ansa|epa|shutterstock|istock|alamy|"
    r"picture alliance|bloomberg|adobe ?stock|unsplash|pixabay|privat|zvg|via)\b|^(?:AP|DR|LDD)$",
    re.IGNORECASE,
)
_WRITER = frozenset(("author", "authors", "byline", "autor"))
_NO_PICTURE = frozenset(("avatar", "portrait", "author", "authors", "autor", "logo", "icon", "related"))
_IMAGES = 24  # images looked at in one element
_SENTENCES = 150  # characters from which a paragraph is text
_ABOVE = 3  # paragraphs of text above which the lead picture stands: a later one is another
_LEVELS = 7  # elements climbed from an image to its box
_CAPTION = 700  # characters a picture's box has at most
_CREDIT = 120  # characters a credit has at most
_CREDIT_WITHIN = 1_000  # characters at the end of a line where its credit is looked for
_RESERVED = re.compile(
    r"[.,]?\s*(?:all rights reserved|alle rechte vorbehalten|tous droits réservés)\.?$", re.IGNORECASE
)
_OTHERS = re.compile(r"(?:\.\s+|\s\|\s)[^\W\d_]+:.*$")  # "Anna Muster. Styling: …"
_LABEL = re.compile(rf"^[\s(\[]*{_MARK}?\s*(?:von|by|par|de|di)?\s*[:©|/–—-]*\s*(?:©\s*)?", re.IGNORECASE)
# Possessive where two readings of the same dashes and capitals would multiply: "A-A-A-…" takes no longer than it is.
_NAMES = re.compile(
    r"^(?:[A-ZÀ-Þ][\w'’.&-]*+|[a-z]{2,6}|de|von|van|der|du|di|la|le|via|/|,|-|–|&|\+|\d{4}|\(c\)|©)(?:[\s/,|-]++"
    r"(?:[A-ZÀ-Þ][\w'’.&-]*+|de|von|van|der|du|di|la|le|via|dpa|afp|sda|ats|–|&|\+|\d{4}))*(?:[\s/,|-]+[/,-])?$"
)


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """Split a printed caption into (caption, credit): "Des secouristes. Photo: Marc Oberson", "… (Keystone)"."""
    line = clean(caption)
    if not line:
        return None, None
    if len(line) > _CREDIT_WITHIN:  # the patterns take time by the square of the length: a credit is looked for last
        at = line.find(" ", len(line) - _CREDIT_WITHIN)
        if at < 0:
            return line, None
        end, credit = split_credit(line[at:])
        return (line[:at] if end is None else f"{line[:at]} {end}"), credit
    for pattern in (_MARKED, _BY, _SIGN):
        if match := pattern.match(line):
            return _tidy(match[1]), clean_or_none(match[2].strip(" |/–—-:"))
    if (match := _BRACKET.match(line)) and _NAMES.match(match[2]) and not match[2].isdigit():
        return _tidy(match[1]), clean_or_none(match[2])
    if (match := _PIPE.match(line)) and (match := _SENTENCE_END.match(line)) and _sources(match[2]):
        return clean_or_none(match[1]), match[2]  # "… . picture alliance/dpa | Anna Muster"
    for pattern in (_PIPE, _DASHED):
        if (match := pattern.match(line)) and _NAMES.match(match[2]):
            return _tidy(match[1]), clean_or_none(match[2])
    return line, None


def _sources(line: str) -> bool:
    """Whether all parts between bars name somebody: "Anna Muster | Moment | Getty Images"."""
    return all(_is_source(part) or _NAMES.match(part) for part in re.split(r"\s+\|\s+", line))


def looks_like_credit(line: str) -> bool:
    """Whether a line is a caption with its credit, not a sentence of the article."""
    caption, credit = split_credit(line)
    end = line[-_CREDIT_WITHIN:]
    return credit is not None and (caption is None or bool(_MARKED.match(end) or _SIGN.match(end)))


def bare_credit(line: str) -> str | None:
    """Return a credit without its label: "Foto: Keystone" gives "Keystone"."""
    line = _OTHERS.sub("", _RESERVED.sub("", clean(line)))
    if line[:1] in "([" and line[-1:] in ")]":
        line = line[1:-1].strip()
    elif line.count(")") > line.count("("):
        line = line.rstrip(") ")
    shorter = _LABEL.sub("", line, count=1) if re.match(rf"(?:{_MARK}\b\s*[:©]|©|\(c\))", line, re.I) else line
    shorter = re.sub(r"^(?:©|\(c\)|&copy;)\s*", "", shorter, flags=re.I)
    return clean_or_none(shorter.strip(" |/–—-:;,"))


def _tidy(caption: str) -> str | None:
    return clean_or_none(caption.strip().rstrip("|/–—-([ "))


def find_photo(tree: LexborHTMLParser, facts: PageFacts, url: str, h1: LexborNode | None) -> Photo | None:
    """Return the article's photo: address from JSON-LD or og:image, caption and credit as printed by its picture."""
    address, caption, credit = _declared(facts, url)
    box = _box(tree, h1)
    if box is None or _printed(box)[1] is None:
        credit = next((found for root in _roots(tree, h1) if (found := _line(root, h1))), None) or credit
    if box is not None:
        shown, shown_credit = _printed(box)
        caption = shown or caption
        credit = shown_credit or credit
        address = address or _image(box, url)
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


def _box(tree: LexborHTMLParser, h1: LexborNode | None) -> LexborNode | None:
    """Return the box of the article's lead picture, its caption with it: the first above the text that has one."""
    for root in _roots(tree, h1):
        captioned = None
        for box in _boxes(root, h1):
            caption, credit = _printed(box)
            if credit and not _DATED.search(credit):
                return box
            if captioned is None and caption and box.tag == "figure":
                captioned = box
        if captioned is not None:
            return captioned
    return None


def _roots(tree: LexborHTMLParser, h1: LexborNode | None) -> list[LexborNode]:
    """Elements in which the lead picture is looked for: the headline's article, or else the page."""
    around = _around(h1)
    if around is not None and around.tag == "article":
        return [around]
    found = around or tree.css_first("main") or tree.body
    return [found] if found is not None else []


def _boxes(root: LexborNode, h1: LexborNode | None) -> Iterator[LexborNode]:
    """Boxes of the pictures in an element that stand above its text or among its first paragraphs."""
    paragraphs = seen = 0
    last: int | None = None
    for node in _from_headline(root.css("h1, h2, figure, img, picture, p"), root, h1):
        if node.tag == "p":
            paragraphs += len(node.text()) > _SENTENCES
            if paragraphs > _ABOVE:
                return
            continue
        if node.tag in {"h1", "h2"}:
            continue
        seen += 1
        if seen > _IMAGES:
            return
        if _elsewhere(node):
            continue
        # A figure's credit may stand beside it.
        for box in (node, _picture_box(node, h1)) if node.tag == "figure" else (_picture_box(node, h1),):
            if box.mem_id != last:
                last = box.mem_id
                yield box


def _from_headline(nodes: list[LexborNode], root: LexborNode, h1: LexborNode | None) -> list[LexborNode]:
    """Leave out what stands well before the headline, where `root` is the whole page."""
    if h1 is None or root.tag in {"article", "main"}:
        return nodes
    at = next((row for row, node in enumerate(nodes) if node.mem_id == h1.mem_id), 0)
    return nodes[max(0, at - _BEFORE) :]


def _around(h1: LexborNode | None) -> LexborNode | None:
    node = h1
    while node is not None and node.tag not in {"article", "main"}:
        node = node.parent
    return node


def _elsewhere(image: LexborNode) -> bool:
    """Whether an image is no picture of the article: in the navigation, or a writer's portrait."""
    at: LexborNode | None = image
    for _ in range(8):
        if at is None or at.tag in {"article", "main", "body"}:
            return False
        if at.tag in {"nav", "footer"} or role_of(at).words & _NO_PICTURE:
            return True
        at = at.parent
    return False


def _picture_box(image: LexborNode, h1: LexborNode | None) -> LexborNode:
    """Climb from an image to the largest element around it that holds only it and a caption's worth of text."""
    best = at = image
    for _ in range(_LEVELS):
        parent = at.parent
        if parent is None or parent.tag in {"article", "main", "body", "header"}:
            break
        if len(parent.text()) > 4 * _CAPTION or len(shown := text_of(parent)) > _CAPTION:
            break
        if parent.css_first("h1, h2") is not None or len(_pictures(parent)) > 1:
            break
        if h1 is not None and any(node.mem_id == h1.mem_id for node in parent.css(h1.tag or "h1")):
            break
        if shown or best is image:
            best = parent
        if parent.tag == "figure" and shown:
            break
        at = parent
    return best


def _pictures(node: LexborNode) -> set[str]:
    """Return the names of the pictures in an element: one picture in many sizes counts once."""
    names = set()
    for image in node.css("img")[:_IMAGES]:
        source = image.attributes.get("src") or image.attributes.get("data-src") or ""
        if source and not source.startswith("data:"):
            names.add(_stem(source) or source)
    return names


def _stem(address: str) -> str:
    name = address.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2].rpartition(".")[0] or ""
    return name if len(name) >= 8 else ""


def _printed(box: LexborNode) -> tuple[str | None, str | None]:
    """Return (caption, credit) as they stand in a picture's box."""
    holder = box.css_first("figcaption")
    if holder is None:
        holder = next((node for node in box.css("[class]") if role_of(node).words & _CAPTIONS and text_of(node)), box)
    credit, shown = _marked_credit(box)
    line = text_of(holder)
    if credit and shown:
        line = line[: -len(shown)] if line.endswith(shown) else line.replace(shown, " ", 1)
        caption, inside = split_credit(line)
        return caption, credit
    if box.tag == "figure" and _LETTERS.match(line):
        return None, line
    caption, inside = split_credit(line)
    if inside is None and (last := _last_words(holder, line)):
        return clean_or_none(line[: -len(last)]), bare_credit(last)
    if inside is None and line and _is_source(line):
        return None, bare_credit(line)
    return caption, bare_credit(inside) if inside else None


def _marked_credit(box: LexborNode) -> tuple[str | None, str]:
    """Return the credit that markup calls one, and the words it stands in."""
    caption = box.css_first("figcaption")
    for node in box.css("*"):
        role = role_of(node)
        if node.tag not in {"small", "cite", "footer"} and not role.credit:
            continue
        if role.words & _WRITER and box.tag != "figure" and caption is None:
            continue  # a writer's portrait by the headline
        shown = _RESERVED.sub("", text_of(node))
        if node.tag in _NO_CREDIT or not 1 < len(shown) <= _CAPTION or _DATED.search(shown) or _EMPTY.match(shown):
            continue
        _, inside = split_credit(shown)
        if inside:
            return bare_credit(inside), shown
        if len(shown) <= _CREDIT and not (shown.endswith(".") and len(shown.split()) > _WORDS):
            return bare_credit(shown), shown
    return None, ""


def _line(root: LexborNode, h1: LexborNode | None) -> str | None:
    """Return the credit in a line of its own near the headline: below a picture that no box holds together with it."""
    paragraphs = 0
    for node in _from_headline(root.css("h1, h2, p, div, span, figcaption, cite, small, li"), root, h1)[:_LINES]:
        if node.tag == "div" and node.css_first("p, div") is not None:
            continue
        raw = node.text()
        if not 4 <= len(raw) <= _CAPTION:
            continue
        role = role_of(node)
        if node.tag == "p" and len(raw) > _SENTENCES and not role.credit:
            paragraphs += 1
            if paragraphs > _ABOVE:
                return None
        if not role.credit and _CREDITED.search(raw) is None:
            continue
        if role.words & _WRITER or _elsewhere(node):
            continue
        shown = text_of(node)
        marked = role.credit and len(shown) <= _CREDIT and not _EMPTY.match(shown) and not _DATED.search(shown)
        if (marked and _is_source(shown)) or _CREDITED.search(shown):
            _, inside = split_credit(shown)
            if (inside or marked) and not _DATED.search(inside or ""):
                return bare_credit(inside or shown)
    return None


def _last_words(holder: LexborNode, line: str) -> str | None:
    """Return the text of a caption's last element, where it names a source: set apart by the layout alone."""
    parts = [node for node in holder.css("span, strong, em, i, p, div, small") if text_of(node)]
    for node in reversed(parts):
        shown = text_of(node)
        if shown != line and line.endswith(shown):
            return (
                shown
                if _is_source(shown)
                or (holder.tag == "figcaption" and _NAMES.match(shown) and 2 <= len(shown.split()) <= 6)
                else None
            )
    return None


def _is_source(line: str) -> bool:
    """Whether a short line names where a picture is from: an agency, "AFP / Anna Muster", "privat"."""
    if len(line) > _CREDIT or (line.endswith((".", "!", "?")) and not line.startswith("©")):
        return False
    return bool(_AGENCY.search(line)) and len(line.split()) <= 10 and not _DATED.search(line)


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
