"""Turn hand labels of real pages into digests that may stand in the project.

The labels were read by hand off saved pages of news publishers. What a page says — its kicker, its
lead, its credit, its crossheads — belongs to its publisher and may not be copied here, so labels.jsonl
holds only a digest of each text: enough to tell whether a reading is the labelled one, and nothing to
read. Names of news agencies are facts and stay plain, and so does the length of the lead, which tells
a half lead from a whole one.

A digest is taken of the text normalised: NFKC, casefold, letters and digits only, so that spaces,
quotation marks, dashes and soft hyphens do not count. Each line: page, language, kicker, lead,
lead_length (normalised characters, 0 without a lead), photo_credit, agency, crossheads (in order),
and for few pages "also": field -> digests of further readings that count as right.

Usage: python -m tests.gates.read.label_digests LABELS_WITH_TEXT.jsonl > tests/gates/read/labels.jsonl
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any


def normalised(text: str) -> str:
    """The letters and digits of a text, case and typography aside."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def digest_of(text: str) -> str:
    """The digest under which a text stands in labels.jsonl."""
    return blake2b(normalised(text).encode(), digest_size=8).hexdigest()


def without_text(label: dict[str, Any]) -> dict[str, Any]:
    """One label with each text replaced by its digest; notes quote pages and are left out."""

    def one(field: str) -> str | None:
        return digest_of(label[field]) if label[field] else None

    bare: dict[str, Any] = {
        "page": label["page"],
        "language": label["language"],
        "kicker": one("kicker"),
        "lead": one("lead"),
        "lead_length": len(normalised(label["lead"] or "")),
        "photo_credit": one("photo_credit"),
        "agency": label["agency"],
        "crossheads": [digest_of(text) for text in label["crossheads"]],
    }
    if label.get("also"):
        bare["also"] = {field: [digest_of(text) for text in texts] for field, texts in label["also"].items()}
    return bare


def converted(lines: Iterable[str]) -> Iterator[str]:
    """Lines of labels with text as lines of labels with digests."""
    for line in lines:
        if line.strip():
            yield json.dumps(without_text(json.loads(line)), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as labels:
        sys.stdout.writelines(converted(labels))
