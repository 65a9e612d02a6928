"""The bundled days: what is committed is what the texts build, and it contains what real days contain."""

import filecmp
import json
from pathlib import Path

from sample.builder.__main__ import build

ROOT = Path(__file__).resolve().parents[2]


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_sites_are_built_from_the_texts(tmp_path: Path) -> None:
    """`make sample` changes nothing: sites and gold in the checkout are those the texts give."""
    build(tmp_path / "site")
    built, committed = tmp_path / "site", ROOT / "sample" / "site"

    assert _files(built) == _files(committed)
    _, different, unreadable = filecmp.cmpfiles(built, committed, sorted(_files(built)), shallow=False)
    assert not different
    assert not unreadable
    assert (tmp_path / "gold.json").read_bytes() == (ROOT / "sample" / "gold.json").read_bytes()


def test_the_days_contain_what_real_days_contain() -> None:
    """Copies, look-alikes, a correction, a silent edit, embargoes, a kill, a series, stories that go on or not."""
    items = json.loads((ROOT / "sample" / "gold.json").read_text(encoding="utf-8"))["items"]
    stories = {item["story"] for item in items}
    languages = {story: {i["language"] for i in items if i["story"] == story} for story in stories}
    copies = [item for item in items if item["wire_copy"] == "atr-norvalie-tamarie-geneve"]

    assert len({item["outlet"] for item in copies}) == 10  # the agency and nine outlets
    assert {"crash-a1", "crash-a9", "basel-strike", "bern-strike"} <= stories
    assert sum(spoken == {"fr", "de", "it", "en"} for spoken in languages.values()) >= 6
    assert any(item.get("signal") == "correction" for item in items)
    assert any(item.get("silent_edit") for item in items)
    assert sum(item["fate"] == "held" for item in items) == 2
    assert sum(item["fate"] == "refused" for item in items) == 1
    assert any(item["thread"] for item in items)
    assert any(item["day"] == "2026-09-07" and item["thread"] is None for item in items)
    assert sum(item["story"].startswith("weather") for item in items) == 22
