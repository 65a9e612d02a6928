"""The bundled days as real sites on loopback: one host an outlet (`le-rivage.localhost`), real HTTP, layers of time.

A layer is what readers would have found at a moment; a later layer shows through to the earlier ones for what did not
change. A file `x.html.gone` makes `x.html` answer 410. Photos are drawn when they are asked for.
"""

import asyncio
import json
import mimetypes
import threading
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bouclage.records import Source, from_plain
from bouclage.web.sample_photos import drawn

BUILT_PORT = 8471  # the port that the sample's pages and feeds are written with
_FALLBACK = Path(__file__).resolve().parents[3] / "sample"  # a checkout; an installed package carries its own copy
_CONTENT_TYPES = {".xml": "application/xml", ".json": "application/json", ".html": "text/html; charset=utf-8"}


def sample_folder() -> Path:
    """Return the folder that holds `site/` and `gold.json`."""
    packaged = Path(str(files("bouclage"))) / "_sample"
    return packaged if packaged.exists() else _FALLBACK


class SampleSite:
    """Serves the bundled days from a thread of its own; use it as a context manager. `layer` may be set at any time."""

    def __init__(self, *, layer: int = 1, port: int = 0, folder: Path | None = None) -> None:
        self.layer = layer
        self.port = port
        self.requests = 0
        self._folder = (folder or sample_folder()) / "site"
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failed: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="sample-site", daemon=True)

    def __enter__(self) -> Self:
        """Start to serve. Raises OSError where the port is taken."""
        self._thread.start()
        self._ready.wait()
        if self._failed is not None:
            raise self._failed
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def sources(self) -> tuple[Source, ...]:
        """Return the catalogue of the bundled days, with the addresses this server answers at."""
        plain = json.loads(self._with_port((self._folder / "sources.json").read_bytes()))
        return tuple(from_plain(Source, source) for source in plain)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(application, access_log=None)
        try:
            self._loop.run_until_complete(self._start(runner))
        except OSError as error:
            self._failed = error
            self._ready.set()
            return
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(runner.cleanup())

    async def _start(self, runner: web.AppRunner) -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = int(runner.addresses[0][1])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        outlet = request.host.split(":")[0].removesuffix(".localhost")
        path = request.match_info["path"] or "index.html"
        if path.startswith("photos/") and path.endswith(".jpg"):
            return web.Response(body=drawn(path), headers={"Content-Type": "image/jpeg"})
        found = self._find(outlet, path)
        if found is None:
            return web.Response(status=404, text="not here")
        if found.suffix == ".gone":
            return web.Response(status=410, text="withdrawn")
        body = self._with_port(found.read_bytes())
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        kind = _CONTENT_TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "text/plain"
        return web.Response(body=body, headers={"ETag": tag, "Content-Type": kind})

    def _find(self, outlet: str, path: str) -> Path | None:
        """Return the newest file for a path up to the present layer; never one outside of the site's folder."""
        for layer in range(self.layer, 0, -1):
            root = (self._folder / str(layer) / outlet).resolve()
            file = (root / path).resolve()
            if not file.is_relative_to(self._folder.resolve()):
                return None
            gone = file.with_name(file.name + ".gone")
            if gone.is_file():
                return gone
            if file.is_file():
                return file
        return None

    def _with_port(self, body: bytes) -> bytes:
        return body.replace(b".localhost:%d" % BUILT_PORT, b".localhost:%d" % self.port)
