"""What stands before an XML document's root: its declaration, comments, and the DOCTYPE, where attacks live."""

import re

_ENTITY = re.compile(
    r"<!ENTITY\s{1,20}([A-Za-z_][\w.-]{0,60})\s{1,20}(?:\"([^\"<&%]{0,200})\"|'([^'<&%]{0,200})')\s{0,20}>"
)
_SPACE = re.compile("[\ufeff \t\r\n]*")
_MOST_ENTITIES = 50
_MOST_USES = 2_000  # of all of them together: 400 KB at most
_END_OF_SUBSET = re.compile(r"\]\s{0,200}>")


def without_prologue(text: str) -> tuple[str, str]:
    """Return (the document from its root on, the inside of its DOCTYPE). One that never ends is taken as it is."""
    at, subset = 0, ""
    while True:
        space = _SPACE.match(text, at)
        start = space.end() if space else at
        if text.startswith("<?", start):
            end = text.find("?>", start)
            at = end + 2
        elif text.startswith("<!--", start):
            end = text.find("-->", start)
            at = end + 3
        elif text[start : start + 9].lower() == "<!doctype":
            end, subset = _doctype(text, start)
            at = end
        else:
            return text[start:], subset
        if end < 0:
            return text[start:], subset


def _doctype(text: str, start: int) -> tuple[int, str]:
    """Return where the DOCTYPE ends (-1: nowhere) and its internal subset."""
    bracket, close = text.find("[", start), text.find(">", start)
    if bracket < 0 or (0 <= close < bracket):
        return close + 1 if close >= 0 else -1, ""
    end = _END_OF_SUBSET.search(text, bracket)
    return (end.end(), text[bracket + 1 : end.start()]) if end else (-1, "")


def with_entities(text: str, subset: str) -> str:
    """Put in the plain entities that a document declares itself: short text, none within another, no outside file.

    What could grow into more than it is, a bomb of entities within entities, is left as it stands.
    """
    if "<!ENTITY" not in subset:
        return text
    found = {match[1]: match[2] or match[3] or "" for match in _ENTITY.finditer(subset)}
    if not found or len(found) > _MOST_ENTITIES:
        return text
    names = "|".join(re.escape(name) for name in found)
    return re.sub(f"&({names});", lambda match: found[match[1]], text, count=_MOST_USES)
