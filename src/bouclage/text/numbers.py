"""Numbers in a text, written in the ways of several languages, made comparable."""

import re

_NUMBER = re.compile(r"\d(?:[\d.,'’\u00a0\u202f]*\d)?")
_THOUSANDS = re.compile(r"[.,'’\u00a0\u202f](?=\d{3}(?!\d))")


def numbers(text: str) -> list[str]:
    """Return the numbers of `text` in order, with repeats: "1'300", "1.300", "1,300" give "1300"; "4,2" gives "4.2"."""
    return [_THOUSANDS.sub("", found).replace(",", ".") for found in _NUMBER.findall(text)]
