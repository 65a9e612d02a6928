"""Header fields: check what goes in, encode and fold what goes out."""

import re
import unicodedata
from email.header import Header
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from bouclage.errors import DeliveryError, SubscriberError

LINE = 78  # characters of a header line, where it can be folded (RFC 5322 section 2.1.1)
_WORD_LINE = 75  # of a line that holds encoded words (RFC 2047 section 2 allows 76)
_LONGEST_VALUE = 2000  # characters; nothing a reader or a program would miss is longer
_LONGEST_URL = 900  # so that the line it stands on stays under 998 octets

_FOLD = "\r\n "
_BREAKS = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates, line and paragraph separators
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE | re.ASCII
)
_LONGEST_ADDRESS = 64  # of those: then neither the local part nor the whole can be too long
_PLAIN_URL = re.compile(r"https://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9_-]+)+", re.ASCII)
_PLAIN_MAILTO = re.compile(r"mailto:[a-z0-9_.+-]{1,64}@[a-z0-9.-]{1,200}\?subject=[a-z0-9-]{1,99}", re.ASCII)
_IN_BRACKETS = re.compile(r"[!#-;=?-~]+")  # printable ASCII but space, '"', "<" and ">"


def plain(value: str, field: str) -> str:
    """Return `value` if it may stand in a header field.

    Anything that could end the line, hide or cut it (CR, LF, NUL, every other control character, line separators,
    lone surrogates) raises DeliveryError naming `field`: a broken value is refused, never repaired, because nobody
    knows what else is wrong with it.
    """
    if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALUE:
        return value
    for char in value:
        if unicodedata.category(char) in _BREAKS:
            raise DeliveryError(f"{field}: control character U+{ord(char):04X} in {value[:80]!r}")
    if len(value) > _LONGEST_VALUE:
        raise DeliveryError(f"{field}: {len(value)} characters, at most {_LONGEST_VALUE} are allowed")
    return value


def text(name: str, value: str, field: str) -> str:
    """Return the line(s) of an unstructured field such as Subject, without the final CRLF."""
    value = plain(value, field).strip(" ")
    if not value:
        raise DeliveryError(f"{field}: empty")
    return f"{name}: {_words(value, name)}"


def mailbox(name: str, display: str | None, address: str, field: str) -> str:
    """Return the line(s) of From or To: a display name, if any, and one ASCII address."""
    display = plain(display or "", field).strip(" ")
    if not display:
        return f"{name}: {address}"
    if _ATOMS.fullmatch(display) and "=?" not in display and "  " not in display:
        phrase = display if len(name) + len(display) + 2 < LINE else _words(display, name)
    elif display.isascii() and "=?" not in display and len(display) <= LINE - len(name) - 6:
        escaped = display.replace("\\", "\\\\").replace('"', '\\"')
        phrase = f'"{escaped}"'
    else:
        phrase = _encoded(display, name)
    field_so_far = f"{name}: {phrase}"
    room = LINE - len(field_so_far.rpartition("\n")[2])
    return f"{field_so_far}{' ' if len(address) + 3 <= room else _FOLD}<{address}>"


def listed(name: str, *values: str) -> str:
    """Return the line(s) of a field of ready ASCII values parted by commas, a fold where the next one has no room."""
    lines = [f"{name}:"]
    for number, value in enumerate(values, 1):
        part = value + ("," if number < len(values) else "")
        if len(lines[-1]) + 1 + len(part) <= LINE or lines[-1] == f"{name}:":
            lines[-1] += f" {part}"
        else:
            lines.append(f" {part}")
    return "\r\n".join(lines)


def address(raw: str, field: str, *, utf8: bool = False) -> str:
    """Return an address in the form that goes on the wire: an internationalised domain as A-labels, all of it ASCII.

    With `utf8` a local part outside ASCII is let through, domain and all as Unicode: only servers with SMTPUTF8 take
    it. Without, it is refused in words that say so. Raises DeliveryError for control characters and SubscriberError
    for anything that is no address.
    """
    if _PLAIN_ADDRESS.fullmatch(raw) and len(raw) <= _LONGEST_ADDRESS:
        return raw  # what nearly every address looks like; the full check takes eighty times as long
    plain(raw, field)
    try:
        valid = validate_email(raw, check_deliverability=False, test_environment=True)  # lets ".test" through
    except EmailNotValidError as error:
        raise SubscriberError(f"{field}: {error}", address=raw) from error
    if valid.ascii_email is not None:
        return valid.ascii_email
    if not utf8:
        raise SubscriberError(f"{field}: needs SMTPUTF8, which few servers offer", address=raw)
    return valid.normalized


def checked_address(raw: str) -> str:
    """Return a reader's address as it goes on the wire; SubscriberError if it is none, whatever is wrong with it."""
    try:
        return address(raw, "address", utf8=True)
    except DeliveryError as error:
        raise SubscriberError(str(error), address=raw) from error


def domain(raw: str, field: str) -> str:
    """Return a domain name as A-labels; DeliveryError if it is none."""
    plain(raw, field)
    try:
        valid = validate_email(f"x@{raw}", check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise DeliveryError(f"{field}: {raw!r} is no domain name") from error
    return str(valid.ascii_domain)


def url(raw: str, field: str, *, schemes: tuple[str, ...] = ("https",), hide: str | None = None) -> str:
    """Return a URL that may stand between angle brackets; DeliveryError for any other.

    `http` is let through for this machine alone (the demo has no certificate). `hide`: an address that must not be
    readable in the URL.
    """
    if schemes == ("https",) and _PLAIN_URL.fullmatch(raw) and len(raw) <= _LONGEST_URL:
        return raw  # what our own links look like: no user, no port, nothing encoded, so no address to hide either
    if schemes == ("mailto",) and _PLAIN_MAILTO.fullmatch(raw) and (hide or " ").casefold() not in raw.casefold():
        return raw
    plain(raw, field)
    if not _IN_BRACKETS.fullmatch(raw) or len(raw) > _LONGEST_URL:
        raise DeliveryError(f"{field}: not a plain URL of at most {_LONGEST_URL} characters: {raw[:80]!r}")
    try:
        parts = urlsplit(raw)
        local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    except ValueError as error:
        raise DeliveryError(f"{field}: {error}") from error
    if parts.scheme not in schemes and not ("https" in schemes and local):
        raise DeliveryError(f"{field}: must begin with {' or '.join(schemes)}: {raw[:80]!r}")
    if not (parts.path if parts.scheme == "mailto" else parts.hostname):
        raise DeliveryError(f"{field}: leads nowhere: {raw[:80]!r}")
    if hide is not None and hide.casefold() in unquote(raw).casefold():
        raise DeliveryError(f"{field}: shows the reader's address: {raw[:80]!r}")
    return raw


def _words(value: str, name: str) -> str:
    # A second space would be lost in folding, and "=?" would be read as an encoded word.
    if value.isascii() and "=?" not in value and "  " not in value and max(map(len, value.split(" "))) < LINE - 20:
        return Header(value, "us-ascii", maxlinelen=LINE, header_name=name).encode(splitchars=" ", linesep="\r\n")
    return _encoded(value, name)


def _encoded(value: str, name: str) -> str:
    """Return RFC 2047 words of at most 75 characters that split no character, B or Q, whichever is shorter."""
    return Header(value, "utf-8", maxlinelen=_WORD_LINE, header_name=name).encode(linesep="\r\n")
