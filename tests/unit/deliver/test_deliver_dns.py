"""What the DNS says of a sending domain, from a table."""

from bouclage.deliver import Signer, load_key, new_key
from bouclage.deliver.dns import look, wanted

SIGNER = Signer(domain="news.example", selector="s1", key=load_key(new_key("ed25519"), "key"))
GOOD = {
    ("news.example", "TXT"): ["other=1", "v=spf1 a mx include:relay.example -all"],
    ("relay.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"],
    ("s1._domainkey.news.example", "TXT"): [SIGNER.record],
    ("_dmarc.news.example", "TXT"): ["v=DMARC1; p=quarantine"],
    ("news.example", "MX"): ["10 mx.news.example."],
    ("news.example", "A"): ["192.0.2.7"],
    ("7.2.0.192.in-addr.arpa.", "PTR"): ["news.example."],
}


def bad(changes: dict[tuple[str, str], list[str]]) -> dict[str, str]:
    """Return what is found wrong, by check."""
    table = GOOD | changes
    found = look(
        "news.example", envelope_domain="news.example", helo="news.example", signers=[SIGNER],
        lookup=lambda name, kind: table.get((name, kind), []),
    )  # fmt: skip
    return {one.check: one.words for one in found if not one.good}


def test_all_in_order():
    """Rows 26, 33, 34, 35: nothing is wrong where all is there."""
    assert bad({}) == {}


def test_each_fault_is_named():
    """Each missing or wrong record is one finding that says what should be there."""
    assert "no SPF record" in bad({("news.example", "TXT"): []})["SPF"]
    assert "more than one" in bad({("news.example", "TXT"): ["v=spf1 -all", "v=spf1 a -all"]})["SPF"]
    assert "everybody" in bad({("news.example", "TXT"): ["v=spf1 +all"]})["SPF"]
    assert "no record" in bad({("s1._domainkey.news.example", "TXT"): []})["DKIM s1"]
    assert "another key" in bad({("s1._domainkey.news.example", "TXT"): ["v=DKIM1; p=AAAA"]})["DKIM s1"]
    assert "p=none" in bad({("_dmarc.news.example", "TXT"): []})["DMARC"]
    assert "null MX" in bad({("news.example", "MX"): ["0 ."]})["MX"]
    assert "missing" in bad({("7.2.0.192.in-addr.arpa.", "PTR"): []})["reverse name"]
    assert "not news.example" in bad({("7.2.0.192.in-addr.arpa.", "PTR"): ["host.cloud.example."]})["reverse name"]


def test_an_spf_record_may_cost_ten_lookups():
    """Row 33: includes count with what they include; one that includes itself ends."""
    eleven = " ".join(f"a:h{n}.example" for n in range(10))
    assert "costs 11" in bad({("relay.example", "TXT"): [f"v=spf1 {eleven.replace('a:h9.example', '')} -all"],
                              ("news.example", "TXT"): ["v=spf1 a include:relay.example -all"]})["SPF"]  # fmt: skip
    assert "SPF" in bad({("relay.example", "TXT"): ["v=spf1 include:relay.example -all"]})


def test_the_records_to_publish():
    """What is printed is what is then found right."""
    records = {(name, kind): [value] for name, kind, value in wanted("news.example", [SIGNER])}
    assert bad(records) == {}
    assert ("_smtp._tls.news.example", "TXT") in records
