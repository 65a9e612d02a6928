"""How work is cut into jobs."""

from pathlib import Path

from bouclage.text.urls import site
from bouclage.worker import SETTINGS, Kind, files_jobs


def test_files_are_cut_and_an_archive_stands_alone(tmp_path: Path) -> None:
    """Pages go by the hundred, an archive by itself; every file is in exactly one job."""
    names = [f"a{n:03}.html" for n in range(250)] + ["b.warc.gz"] + [f"c{n}.html" for n in range(3)]

    jobs = files_jobs((tmp_path, tmp_path / name) for name in names)

    assert [len(job.payload["files"]) for job in jobs] == [SETTINGS.files_a_job, 50, 1, 3]
    assert [name for job in jobs for name in job.payload["files"]] == names
    assert {job.kind for job in jobs} == {Kind.FILES}


def test_the_same_files_are_the_same_jobs(tmp_path: Path) -> None:
    """Asking twice for one archive adds no job: the key is what is to be read."""
    named = [(tmp_path, tmp_path / f"{n}.html") for n in range(5)]

    assert files_jobs(named) == files_jobs(named)
    assert len({job.name for job in files_jobs([*named, (tmp_path / "x", tmp_path / "x" / "y.html")])}) == 2


def test_one_site_is_one_key() -> None:
    """Hosts of one operator share a key, so that two workers do not ask it at once; two operators do not."""
    assert site("https://feeds.example.ch/rss") == site("https://www.example.ch/a") == "example.ch"
    assert site("https://news.example.co.uk/") == "example.co.uk"
    assert site("https://a.example.org/") != site("https://a.example.net/")
