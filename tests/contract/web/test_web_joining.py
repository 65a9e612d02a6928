"""Signing up: two steps, no script, and nobody learns from it who reads."""

from dataclasses import replace

import pytest
from tests.builders import NOON
from tests.contract.web.town import ADA, MADE, Town
from tests.contract.web.web_samples import SECRET, reader_of

from bouclage.config import SubscribersConfig
from bouclage.deliver import token
from bouclage.pipeline import LettersSent, send_letters
from bouclage.records import (
    ConsentAct,
    LetterState,
    SubscriberStatus,
    Suppression,
    SuppressionReason,
)
from bouclage.store import Store
from bouclage.web.app import make_app


async def test_a_reader_signs_up_in_two_steps(town: Town) -> None:
    """Form, one letter, a button: then they are on the list, with the proof of what they agreed to."""
    answer = await town.sign_up()
    assert answer.status_code == 200
    assert "Regardez dans votre boîte" in answer.text
    assert town.reader() is None
    [letter] = town.letters()
    assert letter["To"] == ADA
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert "À confirmer" in letter["Subject"]
    link = town.link(letter)
    page = await town.page(link)
    assert town.reader() is None, "opening a link must not confirm"
    assert f'action="/soir{link}"' in page.text
    assert ADA in page.text
    town.clock.move(60)
    done = await town.post(link, {})
    assert done.status_code == 200
    reader = town.reader()
    assert reader is not None
    assert (reader.status, reader.language) == (SubscriberStatus.CONFIRMED, "fr")
    with town.store.read() as tx:
        asked, confirmed = tx.consents.of(reader.id)
    assert (asked.act, confirmed.act) == (ConsentAct.ASKED, ConsentAct.CONFIRMED)
    assert asked.at < confirmed.at
    assert "Oui, envoyez-moi" in asked.words
    assert asked.where == "web form https://news.example/soir/stay-informed"


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fr", "À confirmer"), ("de", "Bitte bestätigen"), ("it", "Da confermare"), ("en", "Please")],
)
async def test_letters_speak_the_readers_language(town: Town, language: str, subject: str) -> None:
    """The language chosen in the form is that of the letter, the page behind it, and the edition."""
    await town.sign_up(language=language)
    [letter] = town.letters()
    assert letter["Subject"].startswith(subject)
    assert letter["Content-Language"] == language
    assert f'<html lang="{language}"' in (await town.page(town.link(letter))).text


async def test_form_is_set_in_the_browsers_language(town: Town) -> None:
    """Without a choice the page speaks the language the browser asks for, of those we have."""
    for asked, tag in (("de-CH,fr;q=0.5", "de"), ("pt, it;q=0.3", "it"), ("pt", "fr"), ("de;q=0, en;q=x, it", "it")):
        page = await town.page("/stay-informed", **{"accept-language": asked})
        assert f'<html lang="{tag}"' in page.text
    assert '<html lang="en"' in (await town.page("/stay-informed?lang=en", **{"accept-language": "de"})).text


async def test_pressing_twice_confirms_once_and_an_old_link_puts_nobody_back(town: Town) -> None:
    """A double click is harmless; who left is not brought back by the letter they kept."""
    await town.sign_up()
    link = town.link()
    assert (await town.post(link, {})).status_code == (await town.post(link, {})).status_code == 200
    reader = town.reader()
    assert reader is not None
    with town.store.read() as tx:
        assert len(tx.consents.of(reader.id)) == 2
    await town.post(f"/unsubscribe/{token(reader.id, SECRET.encode())}", {})
    assert (await town.post(link, {})).status_code == 410
    left = town.reader()
    assert left is not None
    assert left.status is SubscriberStatus.UNSUBSCRIBED


async def test_a_link_expires_and_is_no_use_for_anything_else(town: Town) -> None:
    """After its hours it is dead; a changed, invented or borrowed one never lives."""
    await town.sign_up()
    link = town.link()
    name = link.rsplit("/", maxsplit=1)[1]
    for other in (f"/data/{name}", f"/erase/{name}", f"/preferences/{name}", f"/confirm/{name[:-2]}aa", "/confirm/x"):
        assert (await town.page(other)).status_code == 410
        assert (await town.post(other, {"keep": "yes"})).status_code == 410
    town.clock.move(48 * 3600)
    assert (await town.page(link)).status_code == 410
    assert (await town.post(link, {})).status_code == 410
    assert town.reader() is None


async def test_nobody_learns_who_reads(town: Town) -> None:
    """Known, unknown, left, suppressed, erased, asked too often: one answer, byte for byte, and the same statements."""
    await town.join("known@example.org")
    left = await town.join("left@example.org")
    await town.post(f"/unsubscribe/{token(left.id, SECRET.encode())}", {})
    with town.store.begin() as tx:
        tx.suppressions.add(
            Suppression(address="stopped@example.org", reason=SuppressionReason.COMPLAINT, since=town.clock())
        )
        tx.subscribers.erase("erased@example.org", town.clock())
    answers = []
    for number, name in enumerate(("known", "new", "left", "stopped", "erased", "known", "known", "known", "known")):
        answers.append(await town.sign_up(f"{name}@example.org", network=f"198.51.{number}.1"))
    assert {(one.status_code, one.content) for one in answers} == {(200, answers[0].content)}
    sent = [(letter["To"], str(letter["Subject"])) for letter in town.letters()][2:]
    assert "stopped@example.org" not in {to for to, _ in sent}
    assert [to for to, _ in sent].count("known@example.org") == 2, "three a day, one was spent on joining"
    assert all("Vous la recevez déjà" in subject for to, subject in sent if to == "known@example.org")
    assert {to for to, _ in sent} == {f"{name}@example.org" for name in ("known", "new", "left", "erased")}


async def test_a_flood_makes_no_more_mail_leave_than_configured(town: Town, pytestconfig: pytest.Config) -> None:
    """From a thousand networks to as many addresses as asked for, within an hour: thirty letters; later people join.

    `--flood 10000` is the full size.
    """
    forms = pytestconfig.getoption("flood")
    made = MADE.search((await town.page()).text)
    assert made is not None
    town.clock.move(5)
    told = {200: 0, 429: 0}
    for number in range(forms):
        sent = {"address": f"victim{number}@example.org", "language": "fr", "agree": "yes", "made": made[1]}
        answer = await town.post("/stay-informed", sent, f"10.{number % 1000 // 250}.{number % 250}.7")
        told[answer.status_code] += 1
    assert told == {200: 30, 429: forms - 30}
    assert len(town.letters()) == 30
    assert len(town.letters()) == 30
    town.clock.move(3600)
    await town.sign_up("late@example.org", network="203.0.113.9")
    assert town.letters()[-1]["To"] == "late@example.org"


async def test_what_is_left_of_letters_is_soon_forgotten(town: Town) -> None:
    """Three days later neither address nor count of who asked and never confirmed is in the store."""
    await town.sign_up("ghost@example.org")
    town.letters()
    town.clock.move(3 * 86_400 + 1)
    town.letters()
    with town.store.read() as tx:
        assert tx.letters.of("ghost@example.org") == ()
        assert sum(tx.letters.counts().values()) == 0
        assert tx.link.connection.exec_driver_sql("select count(*) from rates").scalar() == 0


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"website": "http://spam.example"}, 200, "Regardez dans votre boîte"),
        ({"agree": ""}, 422, "Veuillez cocher"),
        ({"address": "no address"}, 422, "On ne peut pas écrire à cette adresse"),
        ({"address": "a@b.example\r\nBcc: c@d.example"}, 422, "On ne peut pas écrire"),
        ({"address": "\x00a@b.example"}, 422, "On ne peut pas écrire"),
        ({"address": '"><script>alert(1)</script>@x'}, 422, "On ne peut pas écrire"),
        ({"made": "nonsense"}, 422, "encore une fois"),
    ],
)
async def test_what_no_person_sends_makes_no_mail(town: Town, changed: dict[str, str], status: int, says: str) -> None:
    """Traps, forged forms and broken addresses: told politely, the field kept, nothing sent, no markup let through."""
    answer = await town.sign_up(**{"address": ADA} | changed)
    assert answer.status_code == status
    assert says in answer.text
    assert "<script>" not in answer.text
    assert town.letters() == []


async def test_a_form_sent_back_at_once_was_filled_in_by_a_program(town: Town) -> None:
    """Within two seconds the button has to be pressed again; a person loses nothing of what they wrote."""
    made = MADE.search((await town.page()).text)
    assert made is not None
    sent = {"address": ADA, "language": "fr", "agree": "yes", "made": made[1]}
    answer = await town.post("/stay-informed", sent)
    assert answer.status_code == 422
    assert f'value="{ADA}"' in answer.text
    town.clock.move(86_401)
    assert (await town.post("/stay-informed", sent)).status_code == 422
    assert town.letters() == []


async def test_the_editions_page_has_a_short_form_that_leads_to_the_whole_one(town: Town, full: Store) -> None:
    """One field and a button under every page, without a script: the next page keeps the address and sends nothing."""
    page = await town.page("/")
    assert 'action="/soir/stay-informed"' in page.text
    answer = await town.post("/stay-informed", {"address": ADA, "language": "it"})
    assert answer.status_code == 200
    assert f'value="{ADA}"' in answer.text
    assert "Restate informati" in answer.text
    assert town.letters() == []
    assert full is town.store


async def test_a_form_too_long_is_refused(town: Town) -> None:
    """Bounded memory: what no form of ours needs is not read to its end."""
    assert (await town.post("/stay-informed", {"address": "a" * 20_000})).status_code == 413
    assert (await town.post("/stay-informed", {str(n): "" for n in range(200)})).status_code == 400


async def test_a_closed_site_takes_nobody(empty: Store, town: Town) -> None:
    """Where sign-up is switched off there is no form, and a form sent all the same does nothing."""
    closed = replace(town.config, subscribers=SubscribersConfig(open=False))
    town.app = make_app(empty, closed, secret=SECRET, clock=town.clock)
    assert (await town.page()).status_code == 404
    assert (await town.post("/stay-informed", {"address": ADA, "agree": "yes"})).status_code == 404


async def test_networks_are_told_by_our_own_proxies_alone(town: Town) -> None:
    """Behind a proxy the address it saw counts, not what a stranger wrote before it; households count once."""
    behind = replace(town.config, subscribers=replace(town.config.subscribers, proxies=1, asks_per_network=2))
    town.app = make_app(town.store, behind, secret=SECRET, clock=town.clock)
    told = []
    for number in range(4):
        made = MADE.search((await town.page()).text)
        assert made is not None
        town.clock.move(5)
        async with reader_of(town.app) as reader:
            answer = await reader.post(
                "/stay-informed",
                data={"address": f"n{number}@example.org", "language": "fr", "agree": "yes", "made": made[1]},
                headers={"X-Forwarded-For": f"10.0.{number}.9, 2001:db8:0:{number:x}::1"},
            )
        told.append(answer.status_code)
    assert told == [200, 200, 429, 429]


async def test_letters_wait_for_a_relay_that_is_away(town: Town) -> None:
    """The relay down: the letter waits, and goes out once when it is back."""
    await town.sign_up()
    away = replace(town.config, mail=replace(town.config.mail, port=1))
    counts = send_letters(town.store, away, secret=SECRET, clock=town.clock)
    assert counts.sent == 0
    town.clock.move(61)
    assert len(town.letters()) == 1
    assert send_letters(town.store, town.config, secret=SECRET, clock=town.clock) == LettersSent()


async def test_a_letter_under_way_when_its_sender_died_is_not_repeated(town: Town) -> None:
    """Marked before the dot: after a crash nobody gets it twice, its link works if it came, and they may ask again."""
    await town.sign_up()
    with town.store.begin() as tx:
        [letter] = tx.letters.of(ADA)
        tx.letters.put(replace(letter, state=LetterState.SENDING))
    assert town.letters() == []
    path = f"/confirm/{token(letter.id, SECRET.encode(), purpose='sign_up')}"
    assert (await town.post(path, {})).status_code == 200


async def test_a_suppressed_address_cannot_be_put_back_by_its_letter(town: Town) -> None:
    """Suppressed between letter and button: the button does nothing until the newsroom lifts it."""
    await town.sign_up()
    link = town.link()
    with town.store.begin() as tx:
        tx.suppressions.add(Suppression(address=ADA, reason=SuppressionReason.BOUNCE, since=NOON))
    assert (await town.post(link, {})).status_code == 410
    assert town.reader() is None
