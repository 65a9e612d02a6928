"""Who said what: the constructions of four languages, each on a short text."""

import time
from typing import Any

import pytest

from bouclage.records import Article, Block, BlockKind, Statement, StatementKind, VerbClass
from bouclage.statements import statements
from bouclage.statements.conjugate import english, french, german, italian
from bouclage.statements.negation import negated
from bouclage.statements.words import LANGUAGES, lexicon
from tests.builders import an_article

TALKS = {
    "en": (
        "Washington, 7 September. The State Department did not confirm the visit; its spokesman said the "
        'secretary "will not be in Geneva on Thursday". According to the Russian ministry, "it was agreed to '
        'continue talks at a meeting in Geneva on 8-9 September".'
    ),
    "fr": (
        "Washington, 7 septembre. Le département d'État n'a pas confirmé la visite; son porte-parole a "
        "déclaré que le secrétaire d'État « ne sera pas à Genève jeudi ». Selon le ministère russe, « il a "
        "été convenu de poursuivre les discussions lors d'une rencontre à Genève les 8 et 9 septembre »."
    ),
    "de": (
        "Washington, 7. September. Das Aussenministerium bestätigte den Besuch nicht; sein Sprecher sagte, "
        "der Minister werde «am Donnerstag nicht in Genf sein». Laut dem russischen Ministerium wurde "
        "«vereinbart, die Gespräche an einem Treffen in Genf am 8./9. September fortzusetzen»."
    ),
    "it": (
        "Washington, 7 settembre. Il Dipartimento di Stato non ha confermato la visita; il suo portavoce ha "
        "detto che il segretario «non sarà a Ginevra giovedì». Secondo il ministero russo, «si è convenuto di"
        " proseguire i colloqui in un incontro a Ginevra l'8 e 9 settembre»."
    ),
}


def found(text: str, language: str, **given: Any) -> tuple[Statement, ...]:
    """Return the statements of a text as one article without a headline."""
    return statements(an_article(None, guid="g", body=tuple(text.split("\n\n")), language=language, **given))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_talks_give_three_statements(language: str) -> None:
    """A non-confirmation, a negated quotation and a sourced one: kind, class, mark and side of each."""
    first, second, third = found(TALKS[language], language)
    assert (first.kind, first.verb_class, first.negated) == (StatementKind.INDIRECT, VerbClass.DOES_NOT_CONFIRM, False)
    assert (second.kind, second.verb_class, second.negated) == (StatementKind.DIRECT, VerbClass.ASSERTS, True)
    assert (third.kind, third.verb_class, third.negated) == (StatementKind.ACCORDING_TO, VerbClass.ASSERTS, False)
    assert first.speaker_name == second.speaker_name  # the spokesman speaks for the department
    assert third.speaker_name != first.speaker_name


CASES = [
    (
        "fr",
        "« Aucun site ne sera fermé », a assuré une porte-parole de Calvena.",
        "Aucun site ne sera fermé",
        "Calvena",
        "asserts",
        True,
    ),
    (
        "fr",
        "Le pont est fermé, a indiqué la maire, Anne Roux.",
        "Le pont est fermé",
        "Anne Roux",
        "asserts",
        False,
    ),
    (
        "fr",
        "« On a refait le chauffage, reconnaît le curé, Luc Rey. Je le referais. »",
        "On a refait le chauffage, reconnaît le curé, Luc Rey. Je le referais",
        "Luc Rey",
        "asserts",
        False,
    ),
    (
        "fr",
        "Le syndicat réclame une hausse de 7 %.",
        "une hausse de 7 %",
        "syndicat",
        "demands",
        False,
    ),
    (
        "fr",
        "Comme l'a expliqué le commandant Luc Rey, le feu est maîtrisé.",
        "le feu est maîtrisé",
        "Luc Rey",
        "asserts",
        False,
    ),
    (
        "fr",
        "« Est-ce la fin ? » a demandé la maire, Anne Roux.",
        "Est-ce la fin ?",
        "Anne Roux",
        "questions",
        False,
    ),
    (
        "en",
        "“We won,” Mary Smith said, “and we will win again.”",
        "We won,” Mary Smith said, “and we will win again",
        "Mary Smith",
        "asserts",
        False,
    ),
    (
        "en",
        "The bridge is shut, said Ann Roux, the mayor.",
        "The bridge is shut",
        "Ann Roux",
        "asserts",
        False,
    ),
    (
        "en",
        "'I don't know,' said Tom Hardy. 'It was dark.'",
        "I don't know,' said Tom Hardy. 'It was dark",
        "Tom Hardy",
        "asserts",
        True,
    ),
    (
        "en",
        "Mayor Ann Roux urged people not to panic.",
        "not to panic",
        "Ann Roux",
        "demands",
        True,
    ),
    (
        "en",
        "Police neither confirmed nor denied a payment.",
        "a payment",
        "Police",
        "does_not_confirm",
        False,
    ),
    (
        "en",
        "The firm has denied the charges.",
        "the charges",
        "firm",
        "denies",
        False,
    ),
    (
        "en",
        "Smith announced that the mine would close.",
        "the mine would close",
        "Smith",
        "announces",
        False,
    ),
    (
        "en",
        "The shipowner, Ann Roux, did not confirm the loss.",
        "the loss",
        "Ann Roux",
        "does_not_confirm",
        False,
    ),
    (
        "de",
        "Die Strasse bleibe gesperrt, teilte die Kantonspolizei mit.",
        "Die Strasse bleibe gesperrt",
        "Kantonspolizei",
        "asserts",
        False,
    ),
    (
        "de",
        "Wie die Polizei mitteilte, wurde niemand verletzt.",
        "wurde niemand verletzt",
        "Polizei",
        "asserts",
        True,
    ),
    (
        "de",
        "„Wir hoffen“, sagte Sprecherin Vera Moll. „Mehr nicht.“",
        "Wir hoffen“, sagte Sprecherin Vera Moll. „Mehr nicht",
        "Vera Moll",
        "asserts",
        False,
    ),
    (
        "de",
        "Der Sprecher der Kantonspolizei, Reto Moser, bestätigte die Festnahme.",
        "die Festnahme",
        "Reto Moser",
        "asserts",
        False,
    ),
    (
        "de",
        "«Alles andere ist Kosmetik», so Vera Moll.",
        "Alles andere ist Kosmetik",
        "Vera Moll",
        "asserts",
        False,
    ),
    (
        "it",
        "«Non ci saranno tagli», ha assicurato la direttrice Anna Rezzonico.",
        "Non ci saranno tagli",
        "Anna Rezzonico",
        "asserts",
        True,
    ),
    (
        "it",
        "Il ponte riaprirà giovedì, ha annunciato il Cantone.",
        "Il ponte riaprirà giovedì",
        "Cantone",
        "announces",
        False,
    ),
    (
        "it",
        "Il sindaco, Renzo Bulgheri, ha chiesto un'inchiesta.",
        "un'inchiesta",
        "Renzo Bulgheri",
        "demands",
        False,
    ),
    (
        "it",
        "Secondo quanto riferito dalla polizia, il conducente è fuggito.",
        "il conducente è fuggito",
        "polizia",
        "asserts",
        False,
    ),
]


@pytest.mark.parametrize(("language", "text", "content", "name", "verb_class", "negative"), CASES)
def test_a_construction(
    language: str, text: str, content: str, name: str | None, verb_class: str, negative: bool
) -> None:
    """One sentence, one statement: its words, who said them, what the verb does, yes or no."""
    (one,) = found(text, language)
    assert one.content == content
    assert (one.speaker_name, str(one.verb_class), one.negated) == (name, verb_class, negative)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le retable que les paroissiens nommaient « les Mages » a disparu lundi."),
        ("en", "Supporters like “the accountant”. She hopes to win."),
        ("de", "An Bord der «Rotach» waren 87 Passagiere, und das Wetter blieb gut."),
        ("it", "Il battello «Ceresio» partirà domani; il comandante spera di arrivare in orario."),
        ("en", "The company declined to comment."),
        ("fr", "Selon les cas, la durée varie."),
        ("fr", "Thibault Amaudruz, de Bêtes et Bois, redoute une erreur."),
        ("it", "È il secondo incendio dell'anno."),
        ("es", "El ministro dijo que vendrá."),
        ("fr", "…"),
    ],
)
def test_where_nobody_speaks_nothing_is_found(language: str, text: str) -> None:
    """Names in quotation marks, intentions, refusals without content and languages without a lexicon give nothing."""
    assert found(text, language) == ()


def test_the_headline_is_not_read() -> None:
    """A headline repeats; only lead and body give statements."""
    article = an_article("Le pont est fermé, dit la maire", body=("Le pont est fermé depuis lundi.",))
    assert statements(article) == ()


def test_the_headline_of_a_pasted_text_is_not_read() -> None:
    """A text in one piece has its headline in front of the first blank line."""
    text = "La maire a dit que le pont est fermé\n\nLe pont est fermé depuis lundi. Il rouvrira."
    article = Article(
        item="i", source_id="s", outlet="o", url="u", guid="g", seen=an_article().seen, language="fr",
        body=(Block(kind=BlockKind.PARAGRAPH, text=text),),
    )  # fmt: skip
    assert statements(article) == ()


def test_a_quotation_over_paragraphs_is_one() -> None:
    """Marks opened again without having been closed go on with the same quotation."""
    (one,) = found("“My house is gone.\n\n“My car is gone,” said Ann Roux.", "en")
    assert one.content == "My house is gone.\n\n“My car is gone"


def test_german_goes_on_in_the_subjunctive() -> None:
    """A sentence in reported speech's mood, right after a statement, is by the same speaker."""
    first, second = found("«Das ist ein Warnschuss», sagte Sibylle Henz. Der Kanton müsse einlenken.", "de")
    assert (second.content, second.verb, second.speaker_name) == (
        "Der Kanton müsse einlenken",
        None,
        first.speaker_name,
    )


def test_a_relayed_statement_is_two() -> None:
    """What A says that B promised is a statement of each."""
    outer, inner = found("Ann Roux said that Tom Hardy had promised to leave.", "en")
    assert (outer.speaker_name, inner.speaker_name) == ("Ann Roux", "Tom Hardy")
    assert outer.start <= inner.start
    assert inner.end <= outer.end


def test_the_story_names_a_speaker() -> None:
    """A report that gives only a last name learns the full name from another report of the story."""
    one = an_article("A", guid="a", body=("Le pont est fermé, a dit M. Barbezat.",))
    other = an_article("B", guid="b", source="echo", body=("Le commandant Stéphane Barbezat est arrivé.",))
    assert statements(one)[0].speaker_name == "Barbezat"
    assert statements(one, story=(one, other))[0].speaker_name == "Stéphane Barbezat"


def test_pronouns_and_titles_are_resolved() -> None:
    """ "elle" and "Mme" are who spoke before, by her full name."""
    text = (
        "« Oui », a dit la directrice Judith Amrein. Le prix est juste, a-t-elle ajouté. « Non », a répété Mme Amrein."
    )
    assert {one.speaker_name for one in found(text, "fr")} == {"Judith Amrein"}


@pytest.mark.parametrize(
    ("language", "content", "expected"),
    [
        ("fr", "il ne fait que passer", False),
        ("fr", "À la mi-temps, je n'ai pas crié", True),
        ("fr", "Un glacier qui entre dans l'été n'a plus de bouclier", True),
        ("fr", "elle part parce qu'il n'est pas venu", False),
        ("en", "not only the bridge is shut", False),
        ("en", "he won't come", True),
        ("en", "the man who did not come is here", False),
        ("de", "Das Vorkaufsrecht schaffe keine einzige Wohnung", True),
        ("it", "il sindaco non ha mai firmato", True),
    ],
)
def test_negation_is_that_of_the_main_clause(language: str, content: str, expected: bool) -> None:
    """Restrictions and subordinate clauses do not make a statement a no."""
    assert negated(content, language) is expected


def test_regular_verbs_are_conjugated() -> None:
    """A lexicon lists infinitives; the forms that reporting clauses use are made."""
    assert "révèle" in french("révéler").finite
    assert "annonça" in french("annoncer").finite
    assert "denied" in english("deny").finite
    assert italian("spiegare").participle[0] == "spiegato"
    assert german("bestätigen").participle == ("bestätigt",)
    assert german("melden").participle == ("gemeldet",)


def test_every_lexicon_loads() -> None:
    """Each language has verbs of every class and source phrases."""
    for language in LANGUAGES:
        lex = lexicon(language)
        classes = {take for forms in lex.forms.values() for form in forms for take in form.verb.takes.values()}
        assert classes >= set(VerbClass) - {VerbClass.DOES_NOT_CONFIRM}
        assert lex.sources


@pytest.mark.parametrize(
    "unit",
    [
        "le ministre a dit que la route est fermée et ",
        "« a ",
        "'a l'",
        "« Oui », a dit M. Martin, ",
        "a, ",
        "— ",
        "\n\n« a",
    ],
)
def test_hostile_texts_end(unit: str) -> None:
    """Time grows with length, whatever the text is made of; a tenth of a megabyte here, a whole one in benchmarks."""
    start = time.process_time()
    found(unit * (100_000 // len(unit)), "fr")
    assert time.process_time() - start < 20
