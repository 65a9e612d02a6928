"""What the desk is tuned by; each value with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Limits of signing in and of what may be sent."""

    window_s: int = 900  # attempts are counted over so long; who waits a quarter of an hour may try again
    tries_here: int = 5  # wrong passwords for one name from one network: a person mistypes twice or thrice
    tries_network: int = 30  # from one network, whatever the names: an office behind one address
    tries_name: int = 100  # for one name, from anywhere: guessing spread over many machines
    least_password: int = 10  # characters; length is what counts (NIST SP 800-63B)
    most_password: int = 1024  # Argon2 would hash a book if we let it
    body_bytes: int = 1_000_000  # the longest thing sent here is an OPML list
    preview_s: int = 15  # a preview is kept so long where nothing was decided: making one takes a second at 1,000 items
    recovery_codes: int = 8
    text_chars: int = 2_000  # of a note
    headline_chars: int = 300
    hook_tries: int = 8  # with the waits below: given up after about a day
    hook_waits_s: tuple[int, ...] = (60, 300, 1800, 7200, 14400, 28800, 43200)
    hook_answer_bytes: int = 2_000  # of a webhook's answer kept to be looked at
    hook_timeout_s: float = 10.0
    hook_kept_days: int = 30  # answered calls are kept so long


SETTINGS = DeskSettings()
