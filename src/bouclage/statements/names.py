"""Words for people: names, roles, and what their form tells."""

from functools import lru_cache

from bouclage.statements.adjuncts import is_time
from bouclage.statements.units import WORD, Token
from bouclage.statements.words import Lexicon, listed

_INNER = listed("de du von van der den di della del da al el bin ben zu")
_NO_PLACES = listed("beginn hause ende recht gast zeit fuss fuß bett tisch ostern weihnachten pfingsten")
_NOT_NAMES = listed(
    "weder auch nur selbst sogar noch nicht und aber doch denn dann so nun wie als für mit bei "
    "the le la les il lo gli i l' der die das un une a an ein eine mr mrs ms but and et und e mais ma aber in on at"
)
# endings of German words for who does something; alone too many other words end so
_AGENTS = (
    "er",
    "erin",
    "ist",
    "istin",
    "loge",
    "login",
    "iker",
    "ikerin",
    "ant",
    "antin",
    "ent",
    "entin",
    "or",
    "orin",
)
NOUN_ENDS = (
    "ung",
    "ungen",
    "heit",
    "keit",
    "schaft",
    "ion",
    "ionen",
    "tät",
    "nis",
    "aben",
    "schen",
    "gen",
    "ritt",
    "tern",
)
_MALE_IN_A = listed("luca andrea nicola mattia elia joshua mischa sascha noa nikita mika garcia")


def given_name_gender(name: str) -> str:
    """Return what a given name's ending tells: "f" for -a and French -ine, -elle, -ette; "m" for -o; else unknown."""
    if name in _MALE_IN_A:
        return ""
    if name.endswith(("a", "ine", "elle", "ette", "ise", "lie")):
        return "f"
    return "m" if name.endswith("o") and len(name) > 3 else ""


_DOERS = {
    "de": ("loge", "login", "iker", "ikerin", "istin", "antin", "entin", "orin", "erin", "eurin", "jährige", "jähriger",
           "professor", "forscher", "experte", "mann", "frau", "israeli", "promoter", "manager", "star", "student"),
    "fr": ("logue", "logues", "iste", "istes", "icien", "icienne", "genaire"),
    "it": ("logo", "loga", "ista", "iatra", "enne", "crate"),
    "en": ("ologist", "ician", "aire", "man", "woman", "ist", "year-old", "seller"),
}  # fmt: skip


def agentive(token: Token, lex: Lexicon) -> bool:
    """Whether a word's ending makes it one for a person: "Neurologe", "biologiste", "geologa", "seismologist"."""
    if token.kind != WORD or len(token.low) < 5 or (lex.language == "de" and not token.capital):
        return False
    return token.low.endswith(_DOERS[lex.language]) and token.low not in _NO_DOERS


_NO_DOERS = listed(
    "liste piste existe altruiste secteur moteur facteur ordinateur quartier acteur vista lista pista "
    "rivista provista prevista intervista conquista assist list mist twist exist resist consist persist "
    "matrice motore settore fattore valore german human roman matricule fortune autista"
)


def role_of(token: Token, lex: Lexicon) -> str:
    """Return the role a word names; in German its last part (Departementssprecher: sprecher); "" if none."""
    if lex.language == "de":
        if not token.capital or len(token.low) < 3:
            return ""
        low, roles = token.low, lex["roles"]
        longest = _role_at_end(low, roles)
        if not longest and "-" in token.text:
            fits = [ending for ending in _AGENTS if low.endswith(ending)]  # Usyk-Promoter, Capco-Expertin
            return max(fits, key=len) if fits else ""
        return longest
    return token.low if token.low in lex["roles"] or token.text in lex["roles"] else ""


@lru_cache(maxsize=50_000)
def _role_at_end(low: str, roles: frozenset[str]) -> str:
    return next((low[at:] for at in range(len(low)) if low[at:] in roles), "")


def run_of_names(tokens: list[Token], at: int, lex: Lexicon) -> tuple[list[Token], int]:  # noqa: PLR0912 - one branch a construction
    """Return the capitalised words of a name that begins at `at`, roles left out, and the token behind it."""
    run: list[Token] = []
    begin = at
    while at < len(tokens) and len(run) < 8:
        token = tokens[at]
        if token.kind == WORD and token.capital:
            if not run and (token.low in _NOT_NAMES or token.low in lex["determiners"] or _no_name(token, at, lex)):
                return [], at + 1
            if is_time(tokens, at, lex) and (run or lex.language in {"de", "en"}):
                break
            if run and token.low in lex.forms and lex.language != "de" and token.low in lex["adverbs"]:
                break
            run.append(token)
        elif run and token.low in _INNER and at + 1 < len(tokens) and tokens[at + 1].capital and not (
            lex.language == "de" and token.low in {"der", "den", "von"} and role_of(run[-1], lex)
        ):  # fmt: skip
            if token.low in {"de", "du", "di", "del", "della", "der", "den"} and len(run) < 1:
                break
            if lex.language == "it" and token.low in {"da", "dal"}:
                break  # "Giorgia Meloni da Donald Trump"
            if lex.language in {"fr", "it"} and len(run) == 1 and token.low in {"de", "du", "di", "del", "della"}:
                break
            if lex.language == "de" and (token.low == "der" or (token.low == "den" and run[-1].low != "van")):
                break
            if lex.language == "de" and token.low == "von" and sum(not role_of(one, lex) for one in run) > 1:
                break  # "Ines Kopp von Meteonews"
            if lex.language == "de" and token.low == "zu" and tokens[at + 1].low in _NO_PLACES:
                break  # "Gleich zu Beginn"
            run.append(token)
        else:
            break
        at += 1
    while run and not run[-1].capital:
        run.pop()
        at -= 1
    if lex.language == "de":
        # "Regionalsekretärin Sibylle Henz", "Sprecher Meier": the role is no part of the name
        # three capitals are more often an unlisted role and a name than two given names
        while len(run) > 1 and (role_of(run[0], lex) or (len(run) > 2 and run[1].capital and _noun(run[0]))):
            run = run[1:]
        if len(run) == 1 and begin < at - 1 and role_of(tokens[begin], lex) and run[0] is tokens[begin]:
            return [], at
        if len(run) == 1 and role_of(run[0], lex):
            return [], at
    elif lex.language == "en":
        titles = lex["titles"]
        last_role = max(
            (index for index, one in enumerate(run[:-1]) if one.low in lex["roles"] or one.text in titles), default=-1
        )
        run = run[last_role + 1 :]  # "Finance Minister Karl Behr"
        short = max((index for index, one in enumerate(run) if len(one.text) > 1 and one.text.isupper()), default=-1)
        if len(run) - short > 2:
            run = run[short + 1 :]  # "CBS insider Jason Lane", "UN envoy", "Browns DL Sheldon Rich"
    elif begin > 1 and len(run) > 2 and _of_a_role(tokens, begin, lex):
        run = run[1:]  # "le ministre de la Défense Karl Behr", "la consigliera di Stato Lena Ott"
    return run, at


def _noun(token: Token) -> bool:
    """Whether the first of three German capitals is rather a noun than a given name."""
    return not token.low.endswith("a") or "-" in token.text or token.text.isupper()


def _of_a_role(tokens: list[Token], begin: int, lex: Lexicon) -> bool:
    """Whether "of" and a role stand before a name: "le ministre de la Défense Karl Behr"."""
    at = begin - 1
    if tokens[at].low in lex["determiners"]:
        at -= 1
    return at > 0 and tokens[at].low in lex["of"] and tokens[at - 1].low in lex["roles"]


def _no_name(token: Token, at: int, lex: Lexicon) -> bool:
    """Whether a capital only begins the sentence."""
    if at == 0 and token.low in lex.source_heads:
        return True
    if (
        lex.language == "de"
        and at == 0
        and (token.low in lex["prepositions"] | lex["subordinators"] | lex["adverbs"] or token.low in lex.source_heads)
    ):
        return True
    if at == 0 and lex.language == "en" and token.low.endswith("ing") and len(token.low) > 6:
        return True  # "Hosting Cook was a dream"
    if at > 0 or lex.language == "de":
        return token.low in lex["pronouns_m"] | lex["pronouns_f"] | lex["subject_pronouns"]
    return token.low in lex["no_name"]
