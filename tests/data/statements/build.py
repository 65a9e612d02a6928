"""Turn annotators' working files (verbatim strings) into gold files (character offsets) and list what is not found.

    python tests/data/statements/build.py WORKDIR OUTDIR

WORKDIR holds `<id>.json` files in any depth and, if there is one, `pairs.jsonl`; the format is in
docs/concepts/statements-guideline.md. Exits with 1 if anything could not be found or has an unknown value.
"""

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

CLASSES = {"asserts", "denies", "does_not_confirm", "announces", "demands", "questions", "other"}
KINDS = {"direct", "indirect", "according_to"}
LABELS = {"contradicts", "differs", "unconfirmed", "compatible"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d([+-]\d\d:\d\d)?)?\Z")


def occurrences(text: str, part: str) -> list[int]:
    """Return where `part` stands in `text`, as a word of its own where it stands as one anywhere."""
    pattern = re.escape(part)
    if part[:1].isalnum():
        pattern = r"(?<!\w)" + pattern
    if part[-1:].isalnum():
        pattern += r"(?!\w)"
    found = [match.start() for match in re.finditer(pattern, text)]
    return found or [match.start() for match in re.finditer(re.escape(part), text)]


def place(text: str, part: str, nth: int | None, near: tuple[int, int] | None, after: int = 0) -> int | None:
    """Return the start of the wanted occurrence of `part`: the nth, else the nearest to `near`, else the first."""
    found = occurrences(text, part)
    if nth is not None:
        return found[nth - 1] if 0 < nth <= len(found) else None
    if near is not None and found:
        start, end = near
        return min(found, key=lambda at: max(start - at - len(part), at - end, 0))
    return next((at for at in found if at >= after), found[0] if found else None)


def build(work: dict[str, Any], complain: Any) -> dict[str, Any]:
    """Return the gold of one working file; `complain` takes what is wrong."""
    text = work["text"]
    body = text.find("\n\n") + 2 if "\n\n" in text else 0  # the headline is never annotated
    statements = []
    for given in work.get("statements", []):
        content = given["content"]
        start = place(text, content, given.get("nth"), None, body)
        if start is None:
            complain(f"content not found: {content!r}")
            continue
        if given.get("nth") is None and len([at for at in occurrences(text, content) if at >= body]) > 1:
            complain(f"content stands more than once, give nth: {content!r}")
        end = start + len(content)
        speaker = given.get("speaker")
        at = place(text, speaker, given.get("speaker_nth"), (start, end)) if speaker else None
        if speaker and at is None:
            complain(f"speaker not found: {speaker!r}")
        for key, allowed in (("verb_class", CLASSES), ("kind", KINDS), ("negated", {True, False})):
            if given.get(key, False if key == "negated" else None) not in allowed:
                complain(f"{key} is {given.get(key)!r}: {content!r}")
        if given.get("verb") and not occurrences(text, given["verb"]):
            complain(f"verb not found: {given['verb']!r}")
        statements.append(
            {
                "content": content,
                "start": start,
                "end": end,
                "speaker": speaker,
                "speaker_start": at,
                "speaker_end": None if at is None else at + len(speaker),
                "speaker_name": given.get("speaker_name"),
                "verb": given.get("verb"),
                "verb_class": given.get("verb_class"),
                "kind": given.get("kind"),
                "negated": bool(given.get("negated", False)),
            }
        )
    dates = []
    last = body
    for given in work.get("dates", []):
        part = given["text"]
        at = place(text, part, given.get("nth"), None, last)
        if at is None or not all(_DAY.match(given.get(end) or "") for end in ("from", "to")):
            complain(f"date not found or not a date: {given!r}")
            continue
        last = at + len(part)
        dates.append({"text": part, "start": at, "end": last, "from": given["from"], "to": given["to"]})
    return {
        **{key: work[key] for key in ("id", "language", "published", "outlet", "text")},
        "statements": sorted(statements, key=lambda one: (one["start"], one["end"])),
        "dates": sorted(dates, key=lambda one: one["start"]),
    }


def build_pair(pair: dict[str, Any], texts: dict[str, str], complain: Any) -> dict[str, Any] | None:
    """Return a pair with offsets on both sides; None if one is not found."""
    sides = {}
    for side in ("left", "right"):
        given = pair[side]
        text = texts.get(given["article"])
        if text is None:
            complain(f"no such article: {given['article']}")
            return None
        if "content" in given:
            start = place(text, given["content"], given.get("nth"), None, max(text.find("\n\n"), 0))
            if start is None:
                complain(f"not in {given['article']}: {given['content']!r}")
                return None
            given = {"article": given["article"], "start": start, "end": start + len(given["content"])}
        sides[side] = {key: given[key] for key in ("article", "start", "end")}
    if pair.get("label") not in LABELS:
        complain(f"label is {pair.get('label')!r}")
        return None
    return {"story": pair["story"], **sides, "label": pair["label"]}


def main(work: Path, out: Path) -> int:
    """Build every file of a folder; return the exit status."""
    wrong: list[str] = []
    texts: dict[str, str] = {}
    for path in sorted(work.rglob("*.json")):
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            datetime.fromisoformat(given["published"])
            gold = build(given, lambda message, path=path: wrong.append(f"{path.name}: {message}"))
        except (ValueError, KeyError, TypeError) as error:
            wrong.append(f"{path.name}: {type(error).__name__} {error}")
            continue
        texts[gold["id"]] = gold["text"]
        target = out / gold["language"] / f"{gold['id']}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    pairs = work / "pairs.jsonl"
    if pairs.is_file():
        lines = []
        for number, line in enumerate(pairs.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                say = lambda message, number=number: wrong.append(f"pairs.jsonl:{number}: {message}")  # noqa: E731
                if built := build_pair(json.loads(line), texts, say):
                    lines.append(json.dumps(built, ensure_ascii=False))
        (out / "pairs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(texts)} articles", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
