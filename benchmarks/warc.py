"""WARC: an archive of a hundred thousand pages, collected from end to end; memory stays flat.

The archive is made first, of the bundled days' pages, each with a headline of its own.

    python benchmarks/warc.py [--records 100000]
"""

import argparse
import gzip
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.flow.test_archives import record

from bouclage.read import pages_of, read_file
from bouclage.records import Article, Document

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print a line every tenth of the way."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--records", type=int, default=2_000)
    count = options.parse_args().records
    site = Path(__file__).parents[1] / "sample" / "site"
    pages = [path.read_bytes() for path in sorted(site.rglob("*.html")) if path.name != "index.html"][:100]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "bench.warc.gz"
        with archive.open("wb") as out:
            for number in range(count):
                page = pages[number % len(pages)].replace(b"<title>", b"<title>%d " % number, 1)
                out.write(gzip.compress(record(f"https://bench.example/{number}", page), 1))
        print(f"{count} records, {archive.stat().st_size / 1e6:.0f} MB packed\n")
        print(f"{'records':>9}{'articles':>10}{'CPU s':>8}{'resident MB':>13}")
        start, articles = time.process_time(), 0
        about = Document(source_id="bench", url="bench", final_url="bench", fetched=NOW)
        with archive.open("rb") as stream:
            for number, page in enumerate(pages_of(stream, about), start=1):
                articles += sum(isinstance(one, Article) for one in read_file(page, archived=True))
                if number % max(1, count // 10) == 0:
                    took = time.process_time() - start
                    print(f"{number:>9}{articles:>10}{took:>8.1f}{_resident_mb():>13.0f}", flush=True)


if __name__ == "__main__":
    main()
