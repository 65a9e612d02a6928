"""Ways in which German, Italian and French agencies report what is said, found on real pages or written anew."""

from datetime import UTC, datetime

import pytest

from bouclage.cli.statements import article_of
from bouclage.statements import statements
from tests.builders import an_article

SAID = [
    (
        "de",
        "Die Organisation WHO betonte am 8. Mai 2026, dass kaum ein Risiko bestehe.",
        "Die Organisation WHO",
        "kaum",
    ),
    ("de", "Die Analysten der Bank merken aber an, dass es eine Atempause sei.", "Die Analysten der Bank", "es eine"),
    ("de", "Indes hat der Gemeinderat beschlossen, Feuerwerk zu verbieten.", "der Gemeinderat", "Feuerwerk zu"),
    ("de", "Kurz nach halb neun warnt die Polizei: Zwei Masten sind beschädigt.", "die Polizei", "Zwei Masten"),
    ("de", "Er sei getötet worden, hiess es aus libanesischen Sicherheitsquellen.", "libanesischen", "Er sei"),
    ("de", "Der Ausfall sei schlimm, sagt ein Polizeigewerkschafter unserer Redaktion.", "ein Polizeigewerksch", "Der"),
    (
        "de",
        "Auch der Ministerpräsident Irak Kobach forderte die EU auf, sofort zu verhandeln.",
        "der Minister",
        "sofort",
    ),
    (
        "de",
        "Während Emil Mahler schwieg, warnte der Gesandte, jede Verletzung untergrabe alles.",
        "der Gesandte",
        "jede",
    ),
    ("de", "«Wir haben alles getan», so der Trainer nach dem Spiel, «mehr ging nicht.»", "der Trainer", "Wir haben"),
    ("de", "Die Abgeordnete Eva Ott (SPD) sagte, der Plan sei tot.", "Die Abgeordnete Eva Ott", "der Plan sei tot"),
    ("it", '"È un errore - sottolinea Vitelli - che pagheremo caro".', "Vitelli", "È un errore - sottolinea"),
    ("it", "«Non ne sapevo nulla», si è difeso l'ex assessore.", "l'ex assessore", "Non ne sapevo nulla"),
    ("it", "Il presidente ha ricordato come la legge sia in vigore da anni.", "Il presidente", "la legge sia"),
    ("fr", "Selon le rapport, publié mardi, la digue est fissurée.", "le rapport", "la digue est fissurée"),
    ("fr", "Il a en outre fait savoir qu'il ne reviendrait pas.", "Il", "il ne reviendrait pas"),
    ("fr", "Comme l'explique la biologiste Rita Wyss, l'espèce a disparu.", "la biologiste Rita Wyss", "l'espèce"),
]
NAMED = [
    ("it", "La sindaca Ada Prandi tace. Più tardi, su X, ha scritto: «Non firmeremo mai».", "Ada Prandi"),
    ("it", "L'associazione critica la riforma. Teme un aumento e chiede un tetto.", "associazione"),
    ("it", "Il contabile cita il direttore, Piero Lanzi. Quest'ultimo respinge ogni accusa.", "Piero Lanzi"),
    ("it", "Marta Colli dirige il rifugio. Secondo lei, il problema peggiorerà.", "Marta Colli"),
    ("de", "Der Chef Luc Ferr sprach. Er wies gegenüber Medien Vorwürfe zurück. «Nein», sagte der Chef.", "Luc Ferr"),
    ("de", "Die Schauspielerin Nina Hold gewann. «Ich staune», sagte die 34-Jährige.", "Nina Hold"),
    ("de", "Die Abgeordnete Vera Lutz drängt. «Es eilt», sagte die Zürcherin.", "Vera Lutz"),
    ("de", "Die Brücke bleibe zu, sagte eine Sprecherin des Kantons.", "Kanton"),
    ("de", "Meteorologin Ines Kopp von Meteonews warnt. «Es stürmt», sagt Kopp.", "Ines Kopp"),
    ("de", "«Grenzen gelten», erklärte Christina Markus Lassen.", "Christina Markus Lassen"),
]
NOBODY = [
    ("de", "Es wurde vermutet, dass sich ein Passagier angesteckt hatte."),
    ("de", "Die Entscheidung des Präsidenten ist gefallen. Aber man stelle sich vor, er würde gehen."),
    ("de", "Kurz davor steht ein Gebäude, «floating toilet» nennen sie es, ein Kulturzentrum."),
    ("it", "Il suo omologo austriaco, Karl Hauser, si è rammaricato della decisione."),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), SAID)
def test_who_said_what(language: str, text: str, speaker: str, content: str) -> None:
    """One statement is found, with its speaker and from its first word on."""
    (one,) = statements(an_article("Ein Titel", body=(text,), language=language))
    assert one.content.startswith(content)
    assert one.speaker is not None
    assert one.speaker.startswith(speaker)


@pytest.mark.parametrize(("language", "text", "name"), NAMED)
def test_who_is_meant(language: str, text: str, name: str) -> None:
    """The last statement of a paragraph is given to whom it is about, by name."""
    assert statements(an_article("Ein Titel", body=(text,), language=language))[-1].speaker_name == name


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_nobody_speaks(language: str, text: str) -> None:
    """What only looks like reported speech gives no statement."""
    assert statements(an_article("Ein Titel", body=(text,), language=language)) == ()


HEADLINES = [
    ("fr", "Automobile : la crise est inéluctable, avertit Alixa"),
    ("fr", "Nicolas Sarre, son divorce : « Je n'y avais rien compris »"),
    ("en", "Carlin denies the charges and demands a new trial"),
]


@pytest.mark.parametrize(("language", "text"), HEADLINES)
def test_a_pasted_headline_says_nothing(language: str, text: str) -> None:
    """A text that is nothing but a headline gives no statement, whatever it reports."""
    article = article_of(text, name="-", moment=datetime(2026, 9, 8, 12, tzinfo=UTC), language=language)
    assert statements(article) == ()
