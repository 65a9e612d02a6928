"""Measure statements and dates in processor time: tokens a second, growth with length, hostile texts; and dateparser.

    python benchmarks/statements.py

Texts are the bundled days (`sample/texts`). dateparser (`pip install dateparser`) is compared where it is installed.
"""

import importlib
import re
import time
from datetime import UTC, datetime
from pathlib import Path

from bouclage.records import Article, Block, BlockKind
from bouclage.statements import dates, statements
from bouclage.text.language import detect

TEXTS = Path(__file__).parents[1] / "sample" / "texts"
NOW = datetime(2026, 9, 8, 12, tzinfo=UTC)
_TOKEN = re.compile(r"\w+|[^\w\s]")


def article(text: str, language: str | None = None) -> Article:
    """Return an article of paragraphs."""
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=part) for part in text.split("\n\n") if part.strip())
    return Article(
        item="bench", source_id="bench", outlet="bench", url="bench", guid="bench", seen=NOW, published=NOW,
        language=language or detect(text), headline="Headline", body=blocks,
    )  # fmt: skip


def texts() -> list[str]:
    """Return the bodies of the bundled texts."""
    found = []
    for path in sorted(TEXTS.rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---", 2)[2].strip()
        parts = [part for part in body.split("\n\n") if not part.startswith("#")]
        if parts:
            found.append("\n\n".join(parts))
    return found


def speed() -> None:
    """Print tokens a second, and how the time grows with length."""
    articles = [article(text) for text in texts()]
    for one in articles[:20]:
        statements(one)  # lexicons are read once
    tokens = sum(len(_TOKEN.findall(one.text)) for one in articles)
    start = time.process_time()
    count = sum(len(statements(one)) for one in articles)
    spent = time.process_time() - start
    print(
        f"statements   {tokens / spent:9,.0f} tokens/s   {tokens:,} tokens, {count} statements, "
        f"{len(articles)} articles"
    )
    start = time.process_time()
    found = sum(len(dates(one)) for one in articles)
    spent_dates = time.process_time() - start
    print(f"dates        {tokens / spent_dates:9,.0f} tokens/s   {found} dates")
    print(f"both         {tokens / (spent + spent_dates):9,.0f} tokens/s")
    for language in ("fr", "de", "it", "en"):
        whole = "\n\n".join(one.text for one in articles if one.language == language)
        line = []
        for times in (1, 4, 16):
            long = article("\n\n".join([whole] * times), language)
            start = time.process_time()
            statements(long)
            line.append((time.process_time() - start) / times)
        print(f"length x1, x4, x16 ({language}): " + ", ".join(f"{1000 * part:.0f} ms" for part in line) + " each part")


def hostile() -> None:
    """Print the time of a megabyte without a full stop, of quotation marks, and of reporting verbs."""
    for name, unit in (
        ("words without a full stop", "le ministre a dit que la route est fermée et "),
        ("opening marks", "« a "),
        ("marks and verbs", "« Oui », a dit M. Martin, "),
        ("apostrophes", "'a l'"),
        ("letters", "a"),
        ("commas", "a, "),
        ("dates", "lundi 8 septembre et mardi, "),
    ):
        one = article(unit * (1_000_000 // len(unit)), "fr")
        start = time.process_time()
        count = len(statements(one))
        middle = time.process_time()
        dates(one)
        print(
            f"1 MB of {name:26} {middle - start:6.2f} s statements ({count})  "
            f"{time.process_time() - middle:6.2f} s dates"
        )


def beside_dateparser() -> None:
    """Print how many gold dates of the development split dateparser resolves, beside ours, where it is installed."""
    try:
        search = importlib.import_module("dateparser.search")
    except ImportError:
        print("dateparser is not installed: not compared")
        return
    from tests.gates.statements.gold import LANGUAGES, gold  # noqa: PLC0415

    for language in LANGUAGES:
        right = wanted = 0
        spent = 0.0
        for one in gold(language, "dev"):
            base = datetime.fromisoformat(one["published"]).replace(tzinfo=None)
            start = time.process_time()
            found = search.search_dates(one["text"], languages=[language], settings={"RELATIVE_BASE": base}) or []
            spent += time.process_time() - start
            at = 0
            spans = []
            for text, value in found:
                at = one["text"].find(text, at)
                spans.append((at, at + len(text), value.date().isoformat()))
            for want in one["dates"]:
                wanted += 1
                right += any(
                    a < want["end"] and want["start"] < b and day == want["from"][:10] == want["to"][:10]
                    for a, b, day in spans
                )
        print(f"dateparser {language}: {right} of {wanted} right, {1000 * spent / max(1, wanted):.0f} ms a date")


if __name__ == "__main__":
    speed()
    hostile()
    beside_dateparser()
