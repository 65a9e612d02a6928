"""When something fails: a plain sentence, the right status, no path and no trace."""

import logging
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bouclage.deliver import token
from bouclage.store import Store

PATHS = ("/", "/2026-09-08", "/2026-09-08/ledger", "/archive", "/sources", "/unsubscribe/x")


@pytest.fixture
def broken(full: Store, sqlite_url: str) -> Store:
    """Give the store after its file was overwritten by something else."""
    full.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        part.unlink(missing_ok=True)
    file.write_bytes(b"no database " * 1000)
    return full


async def test_broken_store_is_said_plainly(
    client: httpx.AsyncClient, broken: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A store that cannot be read gives a 503 in the edition's language, and one line in the log."""
    for path in PATHS[:-1]:
        caplog.clear()
        answer = await client.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
        assert "Momentanément indisponible" in answer.text
        assert broken.path not in answer.text
        lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert len(lines) == 1
        assert "the file is not a database" in lines[0]
    assert (await client.get("/edition.json")).json() == {
        "error": "Les éditions ne peuvent pas être lues en ce moment. Réessayez dans une minute."
    }


async def test_broken_store_shows_in_health(client: httpx.AsyncClient, broken: Store) -> None:
    """Whoever watches over the process sees that the store does not answer."""
    for path in ("/healthz", "/readyz"):
        answer = await client.get(path)
        assert answer.status_code == 503
        assert broken.path not in answer.text


async def test_health(client: httpx.AsyncClient) -> None:
    """A process that works says so in a word."""
    assert (await client.get("/healthz")).text == "ok\n"
    assert (await client.get("/readyz")).text == "ready\n"


async def test_leaving_is_not_confirmed_while_it_cannot_be_noted(
    client: httpx.AsyncClient, broken: Store, secret: str
) -> None:
    """Nobody is told that they have left when the wish could not be written down."""
    answer = await client.post(f"/unsubscribe/{token('0' * 20, secret.encode())}")
    assert answer.status_code == 503
    assert "C’est fait" not in answer.text


async def test_a_mistake_of_ours_is_told_safely(app: FastAPI, client: httpx.AsyncClient) -> None:
    """An error nobody thought of gives a page without a trace, with the same headers as any other."""

    def broken_page() -> None:
        raise RuntimeError("the innermost secret")

    app.add_api_route("/broken/page", broken_page)
    answer = await client.get("/broken/page")
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.text
    assert "innermost" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
