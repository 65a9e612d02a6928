"""What serving is tuned by; each value with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How long pages are kept, and how much a stranger may ask for."""

    page_max_age_s: int = 60  # a proxy or browser may keep a page so long; bounds how long a withdrawn report lives on
    recheck_s: int = 30  # withdrawals are looked up again after this: as often as sources are read
    editions_kept: int = 8  # parsed editions in memory: a week of readers; a large one takes about 5 MB
    pages_kept: int = 512  # rendered pages in memory, at 10 to 300 KB each
    retry_after_s: int = 30  # what a reader is told while the store does not answer
    least_secret_bytes: int = 16  # links signed with less could be forged
    body_bytes: int = 16_384  # the longest thing anybody has to send us is a form with one field


SETTINGS = WebSettings()
