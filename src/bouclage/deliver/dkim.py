"""Sign messages: DKIM (RFC 6376), Ed25519 by RFC 8463, relaxed/relaxed; what bodies share is hashed once.

Per reader there is the hash of the header and the signature: with RSA-2048 that signature is most of what a message
costs us, and nothing in Python can make it cheaper.
"""

import re
from base64 import b64encode
from binascii import b2a_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from bouclage.errors import DeliveryError

SIGNED = (
    "from", "from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    "mime-version", "content-type", "feedback-id", "reply-to", "auto-submitted",
)  # fmt: skip
"""The fields a signature covers. From stands once more than a message may have it, so that nobody can add a second
(RFC 6376 section 8.15); likewise a name that is missing signs its absence, as List-Unsubscribe-Post does over http."""

LEAST_RSA_BITS = 2048  # 1024 still passes at some receivers, but is recommended by none
_LABELS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_RUNS = re.compile(rb"[\t ]+")
_LINE_ENDS = re.compile(rb"[\t ]+(?=\r\n)")
_PKCS1, _SHA256 = padding.PKCS1v15(), hashes.SHA256()
_WIDTH = 72  # characters of a line of the signature

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One key under its name in the DNS. Raises DeliveryError for a key or a name that cannot be used."""

    domain: str  # d=: must be that of From, or above it, for DMARC
    selector: str  # s=
    key: PrivateKey = field(repr=False)
    _folded: bytes = field(init=False, repr=False)
    _plain: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("domain", "selector"):
            if not _LABELS.fullmatch(getattr(self, name)):
                raise DeliveryError(f"dkim.{name}: no name for the DNS: {getattr(self, name)[:80]!r}")
        if isinstance(self.key, rsa.RSAPrivateKey) and self.key.key_size < LEAST_RSA_BITS:
            raise DeliveryError(f"dkim: an RSA key of {self.key.key_size} bits, at least {LEAST_RSA_BITS} are needed")
        folded = (
            f"DKIM-Signature: v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain};\r\n"
            f" s={self.selector}; t=%d;\r\n h={_listed(SIGNED)};\r\n bh=%b;\r\n b="
        ).encode()
        object.__setattr__(self, "_folded", folded)
        object.__setattr__(self, "_plain", canonical_field(folded))

    @property
    def algorithm(self) -> str:
        """The a= tag."""
        return "rsa-sha256" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519-sha256"

    @property
    def record_name(self) -> str:
        """Where the public key belongs in the DNS."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The TXT record with the public key."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            public = self.key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            return f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"
        raw = self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={b64encode(raw).decode()}"

    def field(self, canonical: bytes, body_hash: bytes, moment: int) -> bytes:
        """Return the whole DKIM-Signature field, with its CRLF.

        `canonical`: the signed fields in the order of `SIGNED`, each by `canonical_field` and with a CRLF; `body_hash`
        base64; `moment` seconds since 1970.
        """
        data = canonical + self._plain % (moment, body_hash)
        if isinstance(self.key, rsa.RSAPrivateKey):
            made = self.key.sign(data, _PKCS1, _SHA256)
        else:  # RFC 8463 signs the SHA-256 of what rsa-sha256 would sign
            digest = hashes.Hash(_SHA256)
            digest.update(data)
            made = self.key.sign(digest.finalize())
        text = b2a_base64(made, newline=False)
        lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
        return b"%b%b\r\n" % (self._folded % (moment, body_hash), b"\r\n ".join(lines))


def load_key(pem: bytes, name: str) -> PrivateKey:
    """Return the private key of a PEM file without a password; DeliveryError naming it if it is none of ours."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DeliveryError(f"{name}: no private key in PEM form without a password") from error
    if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
        raise DeliveryError(f"{name}: neither an RSA nor an Ed25519 key")
    return key


def new_key(kind: str) -> bytes:
    """Return a new private key, PEM: `kind` "rsa" (2048 bits) or "ed25519"."""
    key: PrivateKey = (
        rsa.generate_private_key(65537, LEAST_RSA_BITS) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def canonical_field(line: bytes) -> bytes:
    """Return a header field in relaxed form (RFC 6376 section 3.4.2), without the final CRLF."""
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split())


def canonical_body(body: bytes, *, last: bool = True) -> bytes:
    """Return a body in relaxed form (section 3.4.4); `last` False: more follows, so empty lines at the end stay."""
    if last and not body.endswith(b"\r\n"):
        body += b"\r\n"
    body = _RUNS.sub(b" ", _LINE_ENDS.sub(b"", body))
    if not last:
        return body
    stripped = body.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def signed_fields(present: Mapping[str, bytes]) -> bytes:
    """Return what the signature's hash begins with: the fields of `SIGNED` that are there, lower-case name → canonical.

    A name listed more often than the field is there adds nothing.
    """
    lines = [present[name] for name in dict.fromkeys(SIGNED) if name in present]
    return b"\r\n".join((*lines, b""))


def _listed(names: Iterable[str]) -> str:
    """Return names parted by colons, folded so that no line is too long."""
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > _WIDTH - 2:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n ".join(lines)[:-1]
