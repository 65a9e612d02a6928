"""Refusal: one item a stage could not take, and why. A value, never an exception."""

from dataclasses import dataclass
from enum import StrEnum


class RefusalReason(StrEnum):
    """Why an item was refused; `Refusal.detail` says it in words."""

    UNREADABLE = "unreadable"  # not an article, no text, broken beyond reading
    NOT_FETCHED = "not_fetched"  # the page behind a feed's link could not be had
    FORBIDDEN = "forbidden"  # robots.txt, TDM reservation, unsafe address
    TOO_LARGE = "too_large"
    CANCELED = "canceled"  # killed by its publisher
    TOO_OLD = "too_old"  # published before the days this edition covers
    EMPTY = "empty"  # no headline and no text
    FAILED = "failed"  # a defect of ours; `detail` names the exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An item that was seen and not taken."""

    item: str  # the item's id (records.article.item_id), or the address of a document
    source_id: str
    url: str
    reason: RefusalReason
    detail: str
    headline: str | None = None
