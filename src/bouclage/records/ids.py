"""Identities: content hashes, so that reading the same thing twice changes nothing."""

from hashlib import blake2b


def digest(*parts: str | bytes | None, kind: str) -> str:
    """Return a 20-character id for `parts`; `kind` keeps equal parts of different records apart.

    The parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ; None differs from "".
    """
    hasher = blake2b(digest_size=10, person=kind.encode()[:16])
    for part in parts:
        if part is None:
            hasher.update(b"-")
            continue
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hasher.update(b"%d:" % len(data))
        hasher.update(data)
    return hasher.hexdigest()
