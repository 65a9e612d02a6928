"""Wire copies: what prints one text, what does not, and who wrote it."""

import random

import pytest

from bouclage.records import Article
from bouclage.wire import wire_copies
from tests.builders import NOON, an_article, hours


def _paragraphs(told: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in told.strip().split("\n\n"))


PARAGRAPHS = _paragraphs("""
Trois personnes ont perdu la vie lundi dans un glissement de terrain à Praz-Verney, a annoncé la
police cantonale.

Cinq autres sont toujours portées disparues, selon la porte-parole Sandrine Coutaz, qui parle d'une
masse d'environ 40'000 mètres cubes. Six chalets ont été emportés peu après midi, au moment où
plusieurs familles étaient à table.

Une centaine de sauveteurs et quatre chiens fouillent les décombres depuis le début de l'après-midi.
Le commandant Yannick Berthod a précisé que la pente restait instable et que les travaux seraient
arrêtés à la nuit tombée.

Le conseiller d'Etat Luc Dayer s'est rendu sur place et a demandé une enquête sur les mesures prises
depuis vendredi. Le géologue Reto Ammann affirme que le terrain bougeait de quatre centimètres par
jour.
""")
OTHER = _paragraphs("""
A Praz-Verney, on ne parle que des six chalets emportés lundi. Assise devant la salle communale,
Marie Rudaz attend.

Elle a vu la montagne partir, dit-elle, un bruit de train de marchandises, puis plus rien. La police
compte trois morts et cinq disparus dans ce hameau du val d'Hérens que beaucoup croyaient à l'abri.

Au village, soixante-quatre habitants dorment à l'école. Le curé a fait ouvrir l'église, les voisins
portent du pain.
""")
LOCAL = "A Monthey, neuf pompiers spécialisés sont partis peu après treize heures pour rejoindre le val d'Hérens."


def text(source: str, parts: tuple[str, ...] = PARAGRAPHS, *, after: float = 0, **given: object) -> Article:
    """Return an article of these paragraphs, the first its lead."""
    given.setdefault("guid", f"https://{source}.example/{after}")
    return an_article(
        f"Titre de {source}", source=source, lead=parts[0], body=parts[1:], published=NOON + hours(after), **given
    )


def groups(*articles: Article, **given: object) -> set[frozenset[str]]:
    """Return the sources of each wire copy's printings."""
    by_id = {article.id: article.source_id for article in articles}
    return {frozenset(by_id[one] for one in copy.article_ids) for copy in wire_copies(articles, **given)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param(PARAGRAPHS, id="full"),
        pytest.param(PARAGRAPHS[:2], id="cut to lead and a paragraph"),
        pytest.param((*PARAGRAPHS[:3], LOCAL), id="cut, with a local paragraph"),
        pytest.param((*PARAGRAPHS[:2], LOCAL, OTHER[1]), id="cut in half, with two paragraphs of its own"),
        pytest.param(
            tuple(part.replace("a annoncé", "a fait savoir").replace("lundi", "hier") for part in PARAGRAPHS),
            id="lightly edited",
        ),
        pytest.param(tuple(part.replace("'", "’").upper() for part in PARAGRAPHS), id="set by another hand"),
        pytest.param((OTHER[0], *PARAGRAPHS[1:]), id="another lead"),
    ],
)
def test_a_printing_is_found(printed: tuple[str, ...]) -> None:
    """However an outlet cuts, edits or extends an agency's text, it is a printing of it."""
    assert groups(text("atr"), text("echo", printed, after=1)) == {frozenset({"atr", "echo"})}


def test_two_writers_are_two_origins() -> None:
    """Two reports on one event by two writers are no copies, though they share names, figures and facts."""
    assert not groups(text("atr"), text("le-rivage", OTHER, after=1))


def test_an_update_of_one_agency_is_an_item_of_its_own() -> None:
    """An agency's second item with its background repeated and a new toll is not a copy of its first."""
    news = ("Le bilan s'alourdit à Praz-Verney : cinq morts, deux disparus, une femme de 61 ans retrouvée vivante.",)
    assert not groups(text("atr"), text("atr", (*news, *PARAGRAPHS[1:]), after=6))


def test_one_source_printing_the_same_twice_is_a_copy() -> None:
    """The same text as two items of one source is one text printed twice."""
    one, other = text("echo"), text("echo", after=2)
    assert [set(copy.article_ids) for copy in wire_copies([one, other])] == [{one.id, other.id}]


def test_versions_of_one_item_are_no_copies() -> None:
    """A corrected version of an item is the same printing, not a second one."""
    one = text("echo", guid="x")
    other = text("echo", (*PARAGRAPHS[:3], "Le géologue est d'un autre avis."), guid="x", version=2)
    assert not wire_copies([one, other])


def forecast(place: str, low: int, high: int, source: str = "meteo") -> Article:
    """Return a forecast made by machine."""
    body = (
        f"Ciel variable sur {place} aujourd'hui, avec des températures comprises entre {low} et {high} degrés.",
        f"Le vent soufflera jusqu'à {high - 5} km/h.",
        "Cette prévision automatique est établie à partir des modèles et mise à jour deux fois par jour.",
    )
    return an_article(f"Météo à {place}", source=source, body=body, guid=f"{source}-{place}")


def test_a_template_filled_in_is_no_copy() -> None:
    """Forecasts of one template for other places are not copies of one another, not even in two outlets."""
    assert not groups(forecast("Nyon", 9, 21), forecast("Aigle", 11, 24), forecast("Orbe", 7, 19, source="radio"))


def test_the_agency_is_the_origin_whenever_it_comes() -> None:
    """An agency's own text is the original even if a printing has an earlier time."""
    paper, agency = text("echo"), text("atr", after=1, agency="ATR")
    (copy,) = wire_copies([paper, agency], agencies=frozenset({"atr"}))
    assert (copy.original, copy.agency) == (agency.id, "ATR")
    assert copy.article_ids[0] == agency.id


def test_a_sign_off_names_the_agency_and_the_earliest_is_the_origin() -> None:
    """Without the agency among the sources the earliest printing stands for its text, and the sign-off names it."""
    first, second = text("echo"), text("sarine", after=1, agency="ATR")
    (copy,) = wire_copies([second, first])
    assert (copy.original, copy.agency) == (first.id, "ATR")


def test_reasons_say_how_much_of_what() -> None:
    """Each printing says in words how much of its text is in whose."""
    agency, cut = text("atr"), text("radio", PARAGRAPHS[:2], after=1)
    (copy,) = wire_copies([agency, cut], agencies=frozenset({"atr"}))
    assert [printing.reason for printing in copy.printings] == [
        "the first to print this text",
        "all of its text is in Atr's of 12:00 UTC",
    ]
    assert copy.printings[1].overlap == 1.0


def test_a_copy_of_before_keeps_its_identity() -> None:
    """A copy found earlier keeps original and id when further printings arrive, even the agency's own."""
    early = [text("echo"), text("sarine", after=1)]
    (was,) = wire_copies(early)
    late = text("atr", after=2, agency="ATR")
    (now,) = wire_copies([*early, late], before=[was], agencies=frozenset({"atr"}))
    assert now.id == was.id
    assert set(now.article_ids) == {*was.article_ids, late.id}


def test_two_cuts_meet_in_the_full_text() -> None:
    """Two cut printings that share nothing are one copy once the whole text is there."""
    parts = [text("echo", PARAGRAPHS[:2]), text("sarine", PARAGRAPHS[2:], after=1)]
    assert not groups(*parts)
    assert groups(*parts, text("atr", after=2)) == {frozenset({"echo", "sarine", "atr"})}


def test_a_text_printed_weeks_later_is_another_item() -> None:
    """The same words a month later are news of their own."""
    assert not groups(text("echo"), text("sarine", after=24 * 30))


def test_the_order_of_input_means_nothing() -> None:
    """Articles in any order give the same copies."""
    articles = [
        text("atr"),
        text("echo", PARAGRAPHS[:2], after=1),
        text("radio", OTHER, after=2),
        text("sarine", after=3),
    ]
    expected = wire_copies(articles)
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        assert wire_copies(shuffled) == expected


def test_ten_thousand_identical_items() -> None:
    """Ten thousand outlets with one text are one copy, found in time that grows with their number alone."""
    articles = [text(f"outlet-{number}", guid=str(number)) for number in range(10_000)]
    (copy,) = wire_copies(articles)
    assert len(copy.printings) == 10_000


@pytest.mark.parametrize("words", ["", "un", "🌋 🚒 🏔️", "Пожар 火災 حريق עִברִית", "mot " * 250_000])
def test_strange_texts_do_no_harm(words: str) -> None:
    """Empty, tiny, mixed and enormous texts are compared like others or left alone."""
    articles = [an_article("Titre", source=f"s{number}", body=(words,) if words else ()) for number in range(3)]
    wire_copies(articles)


def test_nothing_to_compare() -> None:
    """No articles, no copies."""
    assert wire_copies([], before=()) == ()
