"""The catalogue: which sources are due, what a visit taught us, OPML in and out, feeds a page announces.

Takes sources, their states, documents and the time; gives sources and states, new ones, never changed in place.
Never asks the network, the store or the clock: `pipeline` brings what is needed and keeps what comes out.
"""

from bouclage.sources.discover import discover
from bouclage.sources.hints import Hints, hints_of
from bouclage.sources.identity import name_from, source_id_from
from bouclage.sources.opml import parse_opml, to_opml
from bouclage.sources.pages import page_failed, page_read
from bouclage.sources.schedule import after_failure, after_success, current_url, due
from bouclage.sources.settings import SourceSettings

__all__ = [
    "Hints",
    "SourceSettings",
    "after_failure",
    "after_success",
    "current_url",
    "discover",
    "due",
    "hints_of",
    "name_from",
    "page_failed",
    "page_read",
    "parse_opml",
    "source_id_from",
    "to_opml",
]
