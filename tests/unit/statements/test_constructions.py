"""Constructions of everyday news in four languages: what is said, and by whom; and sentences in which nobody speaks."""

import pytest

from tests.unit.statements.test_statements import found

SAID = [
    ("en", "Hayley Walsh, 42, a lecturer from Hull, said: “We need a treaty.”", "Hayley Walsh", "We need a treaty"),
    ("en", "Tempers rose, with some analysts suggesting that the army spied.", "some analysts", "the army spied"),
    ("en", "Though officials said the drop was small, critics spoke of a scandal.", "officials", "the drop was small"),
    (
        "en", "Between place and politics, Cantrell said, it is an ideal site.", "Cantrell",
        "Between place and politics, Cantrell said, it is an ideal site",
    ),
    ("en", "Asked about the court, Tester quipped, “Not on my watch, sir.”", "Tester", "Not on my watch, sir"),
    ("en", "Fan Meng, deputy director of the centre, told the media that the case is isolated.",
     "Fan Meng, deputy director of the centre", "the case is isolated"),
    ("en", "The health board (NHB) said that the ward (building C) is shut (for now).",
     "The health board", "the ward (building C) is shut (for now)"),
    ("en", "“ Space is hard,” said John Sheldon.", "John Sheldon", "Space is hard"),
    ("de", "Aus diesem Grund sei das verständlich, findet auch Harald Prüss.", "Harald Prüss",
     "Aus diesem Grund sei das verständlich"),
    ("de", "Luxemburgs ehemaliger Aussenminister meint, dass die Demo nütze.", "Luxemburgs ehemaliger Aussenminister",
     "die Demo nütze"),
    ("de", "Der Tanker wurde nach Angaben des Kommandos auf hoher See geentert.", "des Kommandos",
     "Der Tanker wurde nach Angaben des Kommandos auf hoher See geentert"),
    ("de", "Die Präsidentin der Deutschen Gesellschaft für Immunologie, Christine Falk, vermutet, dass es so ist.",
     "Die Präsidentin der Deutschen Gesellschaft für Immunologie, Christine Falk", "es so ist"),
    ("de", "In der Mitteilung heisst es, die Firma bedaure den Fall.", "der Mitteilung", "die Firma bedaure den Fall"),
    ("de", "Die Opposition spricht von einem «Skandal im Amt» und fordert den Rücktritt.", "Die Opposition",
     "den Rücktritt"),
    ("fr", "Pour Anne Roy, biologiste, qui dirige l'étude, la situation est « intenable à long terme ».",
     "Anne Roy, biologiste", "la situation est « intenable à long terme"),
    ("fr", "C'est pourquoi il propose de rejeter l'initiative.", "il", "rejeter l'initiative"),
    ("fr", "Le 26 juin 2024 le Conseil fédéral a décidé de fermer la route.", "le Conseil fédéral", "fermer la route"),
    ("it", "Il 26 giugno 2024 il Consiglio federale ha deciso di chiudere la strada.", "il Consiglio federale",
     "chiudere la strada"),
    ("it", "L'imprenditore Guido Lombardi, che vive in città, quando può, racconta di aver atteso l'ospite.",
     "L'imprenditore Guido Lombardi", "aver atteso l'ospite"),
    ("it", "L'elogio di Trump: «Ha preso d'assalto l'Europa».", "Trump", "Ha preso d'assalto l'Europa"),
    ("en", "“We will pay the men,” Ms Berg said on Monday, and the bank's shares rose by 3 percent.", "Ms Berg",
     "We will pay the men"),
    ("en", "Govender said the investigation revealed that two of the accounts were fake.", "the investigation",
     "two of the accounts were fake"),
    ("en", "The paper, citing experts, says the plan will fail.", "The paper", "the plan will fail"),
    ("de", "Die Stadt, so der Präsident, habe zu lange gewartet.", "der Präsident",
     "Die Stadt, so der Präsident, habe zu lange gewartet"),
    ("de", "Im Idealfall, so Expertin Vera Neumann, solle der Händler nichts davon merken.", "Expertin Vera Neumann",
     "Im Idealfall, so Expertin Vera Neumann, solle der Händler nichts davon merken"),
    ("de", "Gegenüber der «Morgenzeitung» bestätigte sie, dass sie zurücktritt.", "sie", "sie zurücktritt"),
    ("de", "«Das stimmt nicht», widersprach ihr die Anwältin.", "die Anwältin", "Das stimmt nicht"),
    ("fr", "Martin Roy succédera à Thomas Jourdan, qui a annoncé son départ pour fin mai.", "Thomas Jourdan",
     "son départ pour fin mai"),
    ("it", "Il ponte è chiuso. Lo ha annunciato lunedì la compagnia, precisando che dura.", "la compagnia", "Lo"),
    ("it", "Nessun commento dalla società. Mosca non ha confermato l'incontro.", "Mosca", "l'incontro"),
]  # fmt: skip

SILENT = [
    ("en", "We hope you have as much fun as we did getting to know him better."),
    ("en", "The utility lowered its original estimate of about 660,000 customers."),
    ("en", "Oil prices rose after output beat forecasts and worries over demand eased."),
    ("en", "Tester's family photographs hang in the United States embassy."),
    ("en", "A check revealed a problem with the rocket's motor, which helps to steer it."),
    ("en", "The event will offer the twelve wines declared “Best of the Bench”."),
    ("en", "They respond to “any crisis or contingencies”."),
    ("de", "Das menschliche Immunsystem ist hochkomplex."),
    ("de", "Das Gerät soll als »Q6A« bezeichnet werden."),
    ("de", "Für 10 GB Datenvolumen im gut ausgebauten Netz zahlt man fünf Euro."),
    ("de", "Weil gemacht wurde, was sie sagte."),
    ("de", "Der Streit hat auch dazu geführt, dass über die Kosten erst spät diskutiert wurde."),
    ("de", "Mehr will er dazu nicht sagen."),
    ("fr", "Le système contient des données sur les personnes qui demandent des visas."),
    ("fr", "Les montants sont calculés selon un indice permettant la comparaison."),
    ("fr", "Il prévoit la possibilité d'appliquer des restrictions."),
    ("it", "Il Consiglio ha esaminato una norma specifica che vieti la pratica."),
    ("it", "A lungo termine si prevedono effetti positivi per l'economia."),
    ("it", "I lavori di ricostruzione procedono secondo i piani."),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), SAID)
def test_who_says_what(language: str, text: str, speaker: str, content: str) -> None:
    """One of the statements of the sentence has these words and this speaker."""
    assert (speaker, content) in [(one.speaker, one.content) for one in found(text, language)]


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_nobody_speaks(language: str, text: str) -> None:
    """Nouns that look like verbs, titles in quotation marks, rules that are followed: no statement."""
    assert not found(text, language)
