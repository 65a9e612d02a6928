"""Whatever a reader, or who plays one, puts into an address or a form stays text on every page that shows it again."""

from urllib.parse import quote

import pytest
from tests.builders import DAY
from tests.contract.web.town import Town
from tests.contract.web.web_samples import SECRET, reader_of

from bouclage.deliver import token

PROBE = "\"><img src=x onerror=alert(1)>'<script>alert(2)</script>\r\nSet-Cookie: a=b"
QUERIES = ("q", "outlet", "section", "language", "since", "until", "before", "lang", "edition", "year", "next", "page")
PAGES = ("/", f"/{DAY}", f"/{DAY}/ledger", "/archive", "/search", "/sources", "/stay-informed", "/nothing")


def _is_text(body: str) -> bool:
    return "<img src=x" not in body and "<script>alert" not in body and "onerror=alert(1)>" not in body


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_in_an_address_becomes_markup_or_a_header(town: Town, path: str) -> None:
    """Every page, with the probe in every parameter at once and as a part of its path."""
    async with reader_of(town.app) as reader:
        for address, given in ((path, dict.fromkeys(QUERIES, PROBE)), (f"{path}/{quote(PROBE)}", {})):
            answer = await reader.get(address, params=given)
            assert answer.status_code < 500, address
            assert _is_text(answer.text), address
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("field", ["address", "language", "agree", "made", "website"])
async def test_nothing_in_the_form_to_sign_up_becomes_markup(town: Town, field: str) -> None:
    """What was typed comes back as text, whichever field it was typed into."""
    answer = await town.sign_up(**{field: PROBE})
    assert answer.status_code < 500
    assert _is_text(answer.text)


async def test_an_address_made_of_markup_stays_one(town: Town) -> None:
    """A quoted mailbox may hold nearly anything: pages and letters show it as text, or it is refused."""
    answer = await town.sign_up('"<script>alert(2)</script>"@example.org')
    assert answer.status_code < 500
    assert _is_text(answer.text)
    for letter in town.letters():
        html = letter.get_body(("html",))
        assert html is None or _is_text(html.get_content())


async def test_nothing_in_the_preferences_becomes_markup(town: Town) -> None:
    """A wish that means nothing is text on the page that says so, and changes nothing."""
    reader = await town.join()
    link = f"/preferences/{token(reader.id, SECRET.encode(), purpose='preferences')}"
    for field in ("language", "sections", "hour", "format", "frequency", "languages"):
        answer = await town.post(link, {field: PROBE})
        assert answer.status_code < 500, field
        assert _is_text(answer.text), field
    kept = town.reader()
    assert kept is not None
    assert (kept.address, kept.language) == (reader.address, reader.language)


async def test_a_token_is_shown_by_nobody(town: Town) -> None:
    """Links with a made-up token answer, and do not repeat it."""
    for page in ("confirm", "preferences", "unsubscribe", "erase"):
        answer = await town.page(f"/{page}/%22%3E%3Cscript%3Ealert(2)%3C%2Fscript%3E")
        assert answer.status_code < 500, page
        assert _is_text(answer.text), page
