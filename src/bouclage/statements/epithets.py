"""Whom an epithet means: "die 34-Jährige", "the Frenchman", "l'élue", where no name and no known function tells it."""

from bouclage.statements.mentions import Mention
from bouclage.statements.names import agentive, role_of
from bouclage.statements.units import Token
from bouclage.statements.words import Lexicon, listed

_DEFINITE = frozenset({"le", "la", "l'", "the", "der", "die", "il", "lo"})
_AGED = ("jährige", "jähriger", "year-old", "enne", "genaire", "enni")
_NATIVES = {
    "de": ("er", "erin"),
    "fr": ("ois", "oise", "ais", "aise", "ien", "ienne", "ain", "aine", "and", "ande"),
    "it": ("ese", "ano", "ana", "ino", "ina"),
    "en": ("man", "woman", "ian", "ese"),
}
# functions of another person than the one who was named: a lawyer, a neighbour, a spokesman
_OTHERS = listed(
    "anwalt anwältin rechtsanwalt rechtsanwältin verteidiger verteidigerin sprecher sprecherin richter richterin arzt "
    "ärztin vater mutter sohn tochter bruder schwester nachbar nachbarin zeuge zeugin polizist polizistin mann frau "
    "mitarbeiter mitarbeiterin kollege kollegin freund freundin staatsanwalt staatsanwältin vertreter vertreterin "
    "ehemann ehefrau witwe opfer fahrer fahrerin "
    "lawyer attorney judge prosecutor doctor father mother son daughter brother sister neighbour neighbor witness "
    "officer man woman colleague friend official spokesman spokeswoman spokesperson driver husband wife resident "
    "avocat avocate juge procureur procureure médecin père mère fils fille frère sœur voisin voisine témoin policier "
    "policière homme femme collègue ami amie conducteur conductrice porte-parole mari épouse habitant habitante "
    "avvocato avvocata giudice procuratore procuratrice medico padre madre figlio figlia fratello sorella vicino "
    "vicina testimone uomo donna collega amico amica conducente portavoce marito moglie residente agente legale"
)


# offices that one person holds: who is not known to hold it is not meant
_OFFICES = listed(
    "maire ministre président présidente directeur directrice préfet préfète roi reine pape chef cheffe commandant "
    "commandante secrétaire premier patron patronne évêque curé capitaine entraîneur entraîneuse syndic syndique "
    "sindaco sindaca ministro ministra presidente direttore direttrice prefetto re regina papa capo comandante "
    "segretario segretaria vescovo parroco capitano allenatore allenatrice premier cancelliere "
    "minister ministerin präsident präsidentin direktor direktorin bürgermeister bürgermeisterin leiter leiterin könig "
    "königin papst kommandant kommandantin bischof pfarrer kapitän trainer trainerin chefin kanzler ammann "
    "mayor president director chief chairman chairwoman king queen pope secretary commander governor captain coach "
    "manager bishop priest chancellor"
)


def one_person(words: list[Token], gender: str, before: list[Mention], lex: Lexicon) -> str | None:
    """Return who was named in `before`, if a short definite phrase can mean but one of them; None otherwise.

    Age and origin are said of whom the sentences before are about: the nearest. A function must leave no choice.
    """
    if words[0].low not in _DEFINITE or not 2 <= len(words) <= 3 or any(word.low in lex["of"] for word in words[1:]):
        return None
    head = words[-1]
    role = role_of(head, lex)
    if {head.low, role} & (_OTHERS | _OFFICES) or (head.low.endswith("s") and lex.language in {"fr", "en"}):
        return None
    aged = head.low.endswith(_AGED)
    native = not role and head.capital and len(head.text) > 4 and head.low.endswith(_NATIVES[lex.language])
    if not (aged or native or role or agentive(head, lex)):
        return None
    if lex.language == "de":
        gender = "f" if words[0].low == "die" else "m"
    fits = [one for one in before if one.person and (not one.gender or not gender or one.gender == gender)]
    if not fits:
        return None
    if aged or native:
        return fits[-1].name
    return fits[-1].name if len({one.name for one in fits}) == 1 else None
