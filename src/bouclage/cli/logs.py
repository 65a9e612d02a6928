"""Logs and figures of the processes that stay.

A log line is for people, or one JSON object with stable keys for machines.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from bouclage.cli.context import now
from bouclage.config import Config, OperatingConfig
from bouclage.store import Store
from bouclage.web.metrics import serve_metrics


def start_logging(settings: OperatingConfig) -> None:
    """Send log lines to the error stream. Keys of a JSON line: time, level, logger, event, and those of the event."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    if settings.log == "json":
        last: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), timestamp_key="time", pad_event_to=0)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bouclage").setLevel(settings.log_level.upper())


@contextmanager
def metrics(store: Store, config: Config) -> Iterator[None]:
    """Serve the figures while the block runs, where a port is set."""
    stop = serve_metrics(store, config, clock=now)
    try:
        yield
    finally:
        if stop is not None:
            stop()
