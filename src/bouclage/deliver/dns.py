"""Look at what the DNS says of a sending domain: SPF, DKIM, DMARC, mail exchangers, reverse names.

Big receivers ask for all of it (Gmail and Yahoo since 2024, Microsoft since 2025). The look-up is an argument: the
doctor gives dnspython's, tests give a table.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import dns.exception
import dns.resolver
import dns.reversename

from bouclage.deliver.dkim import Signer
from bouclage.errors import DeliveryError

Lookup = Callable[[str, str], Sequence[str]]
"""(name, type) → records as text, () where there are none; DeliveryError where nobody answers."""

_MOST_SPF = 10  # look-ups that an SPF record may cost (RFC 7208 section 4.6.4)
_COSTS = re.compile(r"[-+~?]?(include:|a\b|mx\b|ptr\b|exists:)|redirect=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DnsFinding:
    """One thing looked at."""

    good: bool
    check: str
    words: str


def lookup_with(server: str | None = None, timeout_s: float = 5.0) -> Lookup:
    """Return a look-up over the system's resolver, or over `server`, an address."""
    resolver = dns.resolver.Resolver(configure=server is None)
    if server is not None:
        resolver.nameservers = [server]
    resolver.lifetime = timeout_s

    def lookup(name: str, kind: str) -> Sequence[str]:
        try:
            answer = resolver.resolve(name, kind)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as error:
            raise DeliveryError(f"{name} {kind}: no answer from the DNS: {error}") from error
        if kind == "TXT":
            return tuple(b"".join(one.strings).decode("utf-8", "replace") for one in answer)
        return tuple(one.to_text() for one in answer)

    return lookup


def look(
    domain: str, *, envelope_domain: str, helo: str, signers: Sequence[Signer], lookup: Lookup
) -> Iterator[DnsFinding]:
    """Give what the DNS says: `domain` is that of From, `envelope_domain` of bounces, `helo` the name we greet by."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("SPF", lambda: _spf(envelope_domain, lookup)),
        *((f"DKIM {one.selector}", lambda one=one: _dkim(one, lookup)) for one in signers),
        ("DMARC", lambda: _dmarc(domain, lookup)),
        ("MX", lambda: _mx(domain, lookup)),
        ("reverse name", lambda: _reverse(helo, lookup)),
    ]
    for check, act in checks:
        try:
            yield DnsFinding(True, check, act())
        except DeliveryError as error:
            yield DnsFinding(False, check, str(error))
    if not signers:
        yield DnsFinding(False, "DKIM", "no key: make one with `bouclage mail keys`, or let your relay sign")


def wanted(domain: str, signers: Sequence[Signer]) -> Iterator[tuple[str, str, str]]:
    """Give the records (name, type, value) that a domain should have; `…` stands for what only its owner knows."""
    for one in signers:
        yield one.record_name, "TXT", one.record
    yield domain, "TXT", "v=spf1 a mx -all"
    yield f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
    yield f"_smtp._tls.{domain}", "TXT", f"v=TLSRPTv1; rua=mailto:postmaster@{domain}"


def _spf(domain: str, lookup: Lookup) -> str:
    record = _spf_record(domain, lookup)
    cost = _spf_cost(record, lookup, 0)
    if cost > _MOST_SPF:
        raise DeliveryError(f"{domain}: the SPF record costs {cost} look-ups, receivers stop at {_MOST_SPF}")
    if re.search(r"\+all\b|\sall\b", record):
        raise DeliveryError(f"{domain}: the SPF record lets everybody send")
    return record


def _spf_record(domain: str, lookup: Lookup) -> str:
    found = [text for text in lookup(domain, "TXT") if text.lower().startswith("v=spf1")]
    if len(found) != 1:
        raise DeliveryError(f"{domain}: {'no' if not found else 'more than one'} SPF record")
    return found[0]


def _spf_cost(record: str, lookup: Lookup, depth: int) -> int:
    cost = 0
    for term in record.split()[1:]:
        if not _COSTS.match(term):
            continue
        cost += 1
        target = re.match(r"[-+~?]?include:(\S+)|redirect=(\S+)", term, re.IGNORECASE)
        if target is not None and depth < _MOST_SPF and cost <= _MOST_SPF:
            cost += _spf_cost(_spf_record(target[1] or target[2], lookup), lookup, depth + 1)
    return cost


def _dkim(signer: Signer, lookup: Lookup) -> str:
    found = lookup(signer.record_name, "TXT")
    if not found:
        raise DeliveryError(f"{signer.record_name}: no record; it should be {signer.record}")
    key = _tag(signer.record, "p")
    if key not in {_tag(text, "p") for text in found}:
        raise DeliveryError(f"{signer.record_name}: another key than ours; it should be {signer.record}")
    return f"{signer.record_name} has our key"


def _dmarc(domain: str, lookup: Lookup) -> str:
    parts = domain.split(".")
    for start in range(len(parts) - 1):  # a parent's record holds for its children
        name = f"_dmarc.{'.'.join(parts[start:])}"
        found = [text for text in lookup(name, "TXT") if text.startswith("v=DMARC1")]
        if len(found) > 1:
            raise DeliveryError(f"{name}: more than one DMARC record")
        if found:
            if _tag(found[0], "p") not in ("none", "quarantine", "reject"):
                raise DeliveryError(f"{name}: without a policy: {found[0]}")
            return found[0]
    raise DeliveryError(f'_dmarc.{domain}: no record; at least "v=DMARC1; p=none"')


def _mx(domain: str, lookup: Lookup) -> str:
    found = lookup(domain, "MX")
    if any(one.split()[-1] == "." for one in found):
        raise DeliveryError(f"{domain}: says that it takes no mail (null MX), so nobody can answer")
    if not found and not (lookup(domain, "A") or lookup(domain, "AAAA")):
        raise DeliveryError(f"{domain}: takes no mail, so nobody can answer or be told of a bounce")
    return f"{domain} takes mail"


def _reverse(helo: str, lookup: Lookup) -> str:
    addresses = [*lookup(helo, "A"), *lookup(helo, "AAAA")]
    if not addresses:
        raise DeliveryError(f"{helo}: the name we greet by has no address")
    for address in addresses:
        names = [name.rstrip(".") for name in lookup(dns.reversename.from_address(address).to_text(), "PTR")]
        if helo.rstrip(".") not in names:
            raise DeliveryError(f"{address}: its reverse name is {', '.join(names) or 'missing'}, not {helo}")
    return f"{helo} and {', '.join(addresses)} name each other"


def _tag(record: str, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}\s*=\s*([^;]*)", record)
    return "" if found is None else re.sub(r"\s+", "", found[1])
