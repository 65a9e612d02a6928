"""Archive: many files cut into jobs; an archive file, which holds many pages, is a job of its own."""

from collections.abc import Iterable
from pathlib import Path

from bouclage.records import digest
from bouclage.worker.job import Job, Kind
from bouclage.worker.settings import SETTINGS, WorkerSettings

_ARCHIVES = (".warc", ".warc.gz")


def files_jobs(named: Iterable[tuple[Path, Path]], settings: WorkerSettings = SETTINGS) -> tuple[Job, ...]:
    """Return the jobs that read (root, file) pairs. The same files give the same jobs, so asking twice adds none."""
    jobs: list[Job] = []
    batch: list[str] = []
    before: Path | None = None

    def cut(root: Path) -> None:
        if batch:
            where = str(root.resolve())
            key = digest(where, *batch, kind="files")
            jobs.append(Job(kind=Kind.FILES, key=key, payload={"root": where, "files": tuple(batch)}))
            batch.clear()

    for root, file in named:
        if before is not None and (root != before or len(batch) >= settings.files_a_job):
            cut(before)
        before = root
        name = file.relative_to(root).as_posix()
        if name.lower().endswith(_ARCHIVES):
            cut(root)
            batch.append(name)
            cut(root)
        else:
            batch.append(name)
    if before is not None:
        cut(before)
    return tuple(jobs)
