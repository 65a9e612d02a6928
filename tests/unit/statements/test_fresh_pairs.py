"""Twenty pairs written after the rules of disputes were done: what clashes and what does not, in four languages."""

from datetime import UTC, datetime, timedelta

from bouclage.statements import disputes
from tests.builders import an_article

NINE = datetime(2026, 9, 8, 9, 0, tzinfo=UTC)
PAIRS = [
    # contradicts
    (
        "fr",
        "Le directeur Marc Fellay quittera son poste vendredi, a annoncé la compagnie Alpair.",
        "fr",
        "« Je ne quitterai pas mon poste », a déclaré Marc Fellay.",
        "contradicts",
    ),
    (
        "en",
        "The reactor at Sundvik was switched off on Monday, the operator said.",
        "en",
        "The reactor at Sundvik has not been switched off, the environment ministry said.",
        "contradicts",
    ),
    (
        "de",
        "Die Brücke über die Sarn bleibe bis Ende Jahr gesperrt, teilte der Kanton mit.",
        "de",
        "Die Brücke über die Sarn werde nicht bis Ende Jahr gesperrt bleiben, sagte Gemeindepräsident Urs Bieri.",
        "contradicts",
    ),
    (
        "it",
        "Il mercantile Orsa è affondato nella notte, ha detto la guardia costiera.",
        "it",
        "«La nave Orsa non è affondata», ha detto l'armatore Piero Zanni.",
        "contradicts",
    ),
    (
        "fr",
        "Le ministre de l'intérieur se rendra à Vienne mercredi, a indiqué le gouvernement.",
        "de",
        "Der Innenminister werde am Mittwoch nicht nach Wien reisen, sagte die Sprecherin Eva Lang.",
        "contradicts",
    ),
    (
        "en",
        "The hackers received a ransom, the newspaper's lawyer said.",
        "it",
        "«Non è stato pagato alcun riscatto», ha detto il direttore Ugo Ferri.",
        "contradicts",
    ),
    (
        "de",
        "Der Vertrag sei am Montag unterzeichnet worden, erklärte das Ministerium in Harsund.",
        "en",
        "The treaty was not signed on Monday, Tamaria's foreign minister said.",
        "contradicts",
    ),
    (
        "fr",
        "La direction dément avoir licencié des employés à Vevey.",
        "fr",
        "Douze employés ont été licenciés à Vevey, a affirmé le syndicat Unité.",
        "contradicts",
    ),
    # differs
    (
        "fr",
        "Le feu a détruit 40 hectares de forêt, selon les pompiers.",
        "it",
        "Il fuoco ha distrutto 90 ettari di bosco, ha detto il sindaco di Corvo.",
        "differs",
    ),
    (
        "en",
        "Some 20,000 people took part in the march, the organisers said.",
        "en",
        "Police put the number of participants at 6,500, a spokesman said.",
        "differs",
    ),
    (
        "de",
        "Das neue Stadion koste 120 Millionen Franken, sagte der Stadtrat.",
        "de",
        "Das Stadion koste mindestens 180 Millionen Franken, sagte der Verein.",
        "differs",
    ),
    (
        "it",
        "Quattordici persone sono rimaste ferite, ha detto l'ospedale.",
        "fr",
        "L'accident a fait 31 blessés, a indiqué la police.",
        "differs",
    ),
    # unconfirmed
    (
        "en",
        "The two companies will merge in January, said Anna Berg, chief executive of Norda.",
        "en",
        "Velco declined to confirm the merger.",
        "unconfirmed",
    ),
    (
        "fr",
        "L'otage a été libéré dimanche, a annoncé la présidence.",
        "it",
        "Il ministero non ha confermato la liberazione dell'ostaggio.",
        "unconfirmed",
    ),
    (
        "de",
        "Die Polizei habe einen Verdächtigen festgenommen, sagte der Bürgermeister.",
        "de",
        "Die Staatsanwaltschaft wollte die Festnahme nicht bestätigen.",
        "unconfirmed",
    ),
    # compatible
    (
        "fr",
        "Le tunnel sera fermé deux nuits, a annoncé l'Office des routes.",
        "de",
        "Der Tunnel bleibe zwei Nächte gesperrt, teilte das Bundesamt mit.",
        "compatible",
    ),
    (
        "en",
        "Nobody was hurt, the fire brigade said.",
        "en",
        "Two cows died in the barn, the farmer said.",
        "compatible",
    ),
    (
        "it",
        "Almeno dieci persone sono state evacuate, ha detto la polizia.",
        "fr",
        "Quinze personnes ont été évacuées, selon la commune.",
        "compatible",
    ),
    (
        "de",
        "Wir haben die Wahl nicht verloren, sagte Iosif Karl.",
        "de",
        "Die Wahl sei ruhig verlaufen, sagte die Wahlleiterin Vera Tom.",
        "compatible",
    ),
    (
        "fr",
        "L'école ne rouvrira pas lundi, a dit la directrice Anne Roux.",
        "en",
        "The school will not reopen on Monday, the canton said.",
        "compatible",
    ),
]


def test_fresh_pairs() -> None:
    """None that agree is called a dispute, none is called by a wrong kind, and most that clash are found."""
    right = 0
    for one_language, one, other_language, other, wanted in PAIRS:
        found = disputes(
            [
                an_article("Titre un", source="a", body=(one,), language=one_language, published=NINE),
                an_article(
                    "Titre deux",
                    source="b",
                    body=(other,),
                    language=other_language,
                    published=NINE + timedelta(minutes=20),
                ),
            ]
        )
        kinds = [str(dispute.kind) for dispute in found]
        assert kinds in ([], [wanted]), (one, other)
        right += kinds == [wanted] or (not kinds and wanted == "compatible")
    assert right >= 16
