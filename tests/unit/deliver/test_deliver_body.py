"""Encoding of the parts."""

import quopri
from base64 import b64decode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bouclage.deliver.body import Hole, encode
from bouclage.errors import DeliveryError

HERE = "@HERE@"


def decoded(encoding: str, raw: bytes) -> str:
    return (b64decode(raw) if encoding == "base64" else quopri.decodestring(raw)).decode()


@given(
    pieces=st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("\n\r\t .=F")), min_size=1, max_size=4),
    link=st.from_regex(r"https://[a-z=.&;/]{1,300}", fullmatch=True),
)
@example(pieces=["x" * 74, "y"], link="https://n.example/")
@example(pieces=["x" * 75 + ".", "é" * 30], link="https://n.example/" + "=" * 100)
@example(pieces=["x" * 75 + "From ", " "], link="https://n.example/")
@example(pieces=["x", "y"], link="https://n.example/" + "a" * 57 + ".b")
@example(pieces=["x", "y"], link="https://n.example/" + "a" * 57 + "From")
def test_text_and_link_come_back(pieces, link):
    """Any text with any link decodes to itself, on lines of at most 76 octets, none of which can hurt on its way."""
    body = encode(HERE.join(pieces), "plain", (HERE,))
    raw = b"".join(part.filled([link]) if isinstance(part, Hole) else part for part in body.segments)
    expected = link.join(encode_line_ends(HERE.join(pieces)).split(HERE))
    assert decoded(body.encoding, raw) == expected
    for line in raw.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b".", b"From "))
        assert not line.endswith((b" ", b"\t"))
        assert b"\r" not in line
        assert b"\n" not in line


def encode_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def test_lone_surrogate_is_refused():
    """A text that is no Unicode names the part and the place."""
    with pytest.raises(DeliveryError, match=r"html.*3"):
        encode("abc\ud800", "html", (HERE,))
