"""Who is named in an article: persons with their roles and gender, institutions in their fullest form."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from bouclage.statements.adjuncts import is_time, sentence_subject, starts_phrase
from bouclage.statements.concepts import concepts
from bouclage.statements.names import NOUN_ENDS, given_name_gender, role_of, run_of_names
from bouclage.statements.phrases import german_end, phrase_right, romance_end
from bouclage.statements.units import WORD, Token, Unit
from bouclage.statements.words import Lexicon, listed
from bouclage.text.common_words import common_stems
from bouclage.text.words import fold

_NO_OFFICE = listed(
    "gegenüber mit nach gegen über auf vor wegen seit durch ohne um aus zwischen trotz während sich dass nicht"
)
_BEFORE = 9  # tokens in which the role of a name may stand before it


@dataclass(slots=True)
class Mention:
    """A person or institution named at a place."""

    start: int
    name: str
    person: bool
    institution: bool = False
    gender: str = ""  # "m", "f" or unknown
    roles: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Sight:
    """A name or an institution as a sentence has it: the same in whichever article's story it is read."""

    start: int
    name: str = ""
    last: str = ""  # folded
    given: str = ""  # folded; "" where one word is the whole name
    gender: str = ""
    roles: frozenset[str] = frozenset()
    titled: bool = False
    place: bool = False
    doubtful: bool = False
    role_last: bool = False  # a German role behind a noun: nobody, unless it is a name elsewhere
    institution: tuple[str, ...] = ()
    company: str = ""


@dataclass(slots=True)
class Mentions:
    """All that an article, and its story, names."""

    lex: Lexicon
    full: dict[str, str] = field(default_factory=dict)  # folded last (or only) name → full name
    named_at: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # by last name: where, full name
    first: dict[str, str] = field(default_factory=dict)  # folded given name → full name
    companies: list[tuple[int, str]] = field(default_factory=list)  # "le groupe bâlois Calvena": where, Calvena
    listed: list[Mention] = field(default_factory=list)
    doubtful: list[Mention] = field(default_factory=list)
    institutions: list[tuple[str, ...]] = field(default_factory=list)  # words of each, without article
    where: list[int] = field(default_factory=list)  # and where they stand
    gender: dict[str, str] = field(default_factory=dict)
    subjects: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    persons: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    with_role: frozenset[str] = frozenset()  # persons whose role the article tells
    by_role: dict[str, list[Mention]] = field(default_factory=dict)
    institution_stems: list[frozenset[str]] = field(default_factory=list)

    def add(self, units: list[Unit], *, here: bool = True) -> None:
        """Take in the units of an article; those of other articles of the story are not `here`."""
        for unit in units:
            if unit.sights is None:
                unit.sights = tuple(self._sights(unit.tokens))
            for sight in unit.sights:
                self._take(sight, here)
            if here:
                self.subject(unit.tokens)

    def finish(self) -> None:
        """Give every mention by last name its full name and what is known of the person."""
        sure = {fold(one.name) for one in self.listed} | self.full.keys()
        self.listed += [one for one in self.doubtful if fold(one.name) in sure]
        genders: dict[str, set[str]] = {}
        for mention in self.listed:
            if mention.person:
                mention.name = self.full.get(fold(mention.name), mention.name)
                if mention.gender:
                    genders.setdefault(mention.name, set()).add(mention.gender)
        if self.lex.language == "de":
            self.listed = [
                one for one in self.listed if not one.person or " " in one.name or fold(one.name) in self.full
            ]
            self.listed = [one for one in self.listed if one.person or " " in one.name or self._listed_head(one.name)]
        self.gender = {name: found.pop() for name, found in genders.items() if len(found) == 1}
        for mention in self.listed:
            mention.gender = mention.gender or self.gender.get(mention.name, "")
        self.listed.sort(key=lambda one: one.start)
        self.starts = [one.start for one in self.listed]
        self.known = frozenset(fold(one.name) for one in self.listed)
        self.persons = frozenset(self.full.values())
        self.with_role = frozenset(one.name for one in self.listed if one.person and one.roles)
        for one in self.listed:
            for role in one.roles if one.person else ():
                self.by_role.setdefault(role, []).append(one)
        # the same institution is mostly named many times; a handful of forms of each are enough
        unique = dict(zip(reversed(self.institutions), reversed(self.where), strict=True))
        self.institutions = list(reversed(unique))[:_MOST_INSTITUTIONS]
        self.institution_stems = [frozenset(stem_of(word, self.lex) for word in one) for one in self.institutions]

    def called(self, last: str, at: int) -> str | None:
        """Return the full name of who was last named with this last name before `at`."""
        places = self.named_at.get(last, [])
        found = bisect_left(places, (at, ""))
        return places[found - 1][1] if found else None

    def before(self, at: int, reach: int) -> list[Mention]:
        """Return the mentions that start at most `reach` characters before `at`."""
        return self.listed[bisect_left(self.starts, max(0, at - reach)) : bisect_left(self.starts, at)]

    def _listed_head(self, name: str) -> bool:
        return name.lower().endswith(tuple(self.lex["lower_institutions"]))

    def _sights(self, tokens: list[Token]) -> list[_Sight]:
        found: list[_Sight] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.kind != WORD:
                at += 1
                continue
            if token.capital or token.text in self.lex["titles"]:
                at = self._name(tokens, at, found)
                continue
            if self._institution_head(token):
                found.append(self._institution(tokens, at))
            at += 1
        return found

    def _take(self, sight: _Sight, here: bool) -> None:
        start = sight.start if here else -1
        if sight.institution:
            self.institutions.append(sight.institution)
            self.where.append(start)
            if sight.company:
                self.companies.append((start, sight.company))
            if here:
                self.listed.append(Mention(start, sight.name, False, True))
            return
        if sight.role_last and sight.last not in self.full:
            return
        if sight.given:
            key, name = sight.last, sight.name
            # a longer form of the same name wins; of two persons of one name the first
            if key not in self.full or (fold(self.full[key]) in fold(name)):
                self.full[key] = name
            self.full.setdefault(fold(name), name)
            if here:
                self.named_at.setdefault(key, []).append((start, name))
            self.first.setdefault(sight.given, name)
        known = sight.titled or bool(sight.given) or bool(sight.roles) or sight.last in self.full
        mention = Mention(start, sight.name, not sight.place and known, False, sight.gender, sight.roles)
        # a lone capital at the beginning of a sentence may be any word: a name only if it is one elsewhere
        (self.doubtful if sight.doubtful else self.listed).append(mention)

    def subject(self, tokens: list[Token]) -> None:
        """Remember the phrase a sentence begins with: a pronoun in the next one may mean it."""
        at = sentence_subject(tokens, self.lex)
        if at < len(tokens) and tokens[at].low in self.lex.source_heads:
            return  # "Secondo lei, …"
        phrase = phrase_right(tokens, at, self.lex) if starts_phrase(tokens, at, self.lex) else None
        if phrase is not None:
            self.subjects.append((tokens[phrase[0]].start, tokens[phrase[1] - 1].end))

    def _institution_head(self, token: Token) -> bool:
        if self.lex.language == "de":
            return token.capital and token.low.endswith(self.lex.institution_ends)
        return token.low in self.lex["lower_institutions"]

    def _name(self, tokens: list[Token], at: int, found: list[_Sight]) -> int:
        lex = self.lex
        titles = lex["titles"]
        title = tokens[at].text if tokens[at].text in titles else ""
        first = at + 1 if title else at
        while first < len(tokens) and tokens[first].text in titles:
            first += 1
        run, end = run_of_names(tokens, first, lex)
        if not run:
            if self._institution_head(tokens[at]):
                found.append(self._institution(tokens, at))
            return max(end, at + 1)
        heads = any(self._institution_head(token) for token in run)
        before = tokens[first - 1] if first > 0 else None
        determined = before is not None and before.low in lex["determiners"] and not title
        if heads or (determined and len(run) > 1 and lex.language != "de"):
            found.append(self._institution(tokens, first))
            return end
        # "Regionalsekretärin Sibylle Henz", "Finance Minister Karl Behr": the role has a capital as well
        roles = self._roles(tokens, next(k for k in range(first, end) if tokens[k] is run[0]), end)
        gender = (
            "f"
            if title in lex["titles_f"] and title
            else "m"
            if title and title in lex["titles_m"]
            else self._gender(roles)
        )
        if lex.language == "de" and self._common(tokens, first, run):
            return end
        several = len(run) > 1
        if several and not gender:
            gender = given_name_gender(run[0].low)
        name = " ".join(token.text for token in run)
        found.append(
            _Sight(
                tokens[first].start,
                name,
                fold(run[-1].text),
                fold(run[0].text) if several else "",
                gender,
                roles,
                titled=bool(title),
                place=not title and fold(name) in concepts().places,  # "Saudi Arabia" is nobody
                doubtful=first == 0 and not several,
                role_last=lex.language == "de" and self._role_last(tokens, first, run),
            )
        )
        return end

    def _common(self, tokens: list[Token], first: int, run: list[Token]) -> bool:
        """Whether German capitals are nouns: "Angaben von Vertretern", "dem israelischen Sender Channel"."""
        if len(run) < 2:
            return False
        if fold(run[0].text) in common_stems("de") or (run[0].text.isupper() and len(run[0].text) > 2):
            return True  # "Medien Vorwürfe"
        if run[0] is not tokens[first]:
            return False
        before = tokens[first - 1].low if first > 0 else ""
        adjective = (
            before.endswith(("en", "er", "es", "em")) and before not in self.lex["prepositions"] | self.lex["of"]
        )
        led = before in self.lex["determiners"] or (adjective and not tokens[first - 1].capital)
        inner = any(not token.capital for token in run)
        if inner and (led or run[0].low.endswith(NOUN_ENDS)):
            return True
        return (
            led
            and len(run) == 2
            and run[0].low.endswith((*NOUN_ENDS, "er"))
            and before not in {"der", "die", "das", "und"}
        )

    def _role_last(self, tokens: list[Token], first: int, run: list[Token]) -> bool:
        """ "Jahrzehnte Bürgermeister": a role stands before its name."""
        lex = self.lex
        return len(run) == 2 and run[0] is tokens[first] and bool(role_of(run[-1], lex)) and not role_of(run[0], lex)

    def _roles(self, tokens: list[Token], first: int, end: int) -> frozenset[str]:
        lex = self.lex
        found: set[str] = set()
        at = first - 1
        before = tokens[at].low if at >= 0 else ""
        if before in lex["of"] | (lex["prepositions"] if lex.language == "en" else frozenset()) or (
            before in lex["determiners"] and at > 0 and tokens[at - 1].low in lex["of"]
        ):
            at = -1  # "la Bernoise de Thoune": Thoune is no Bernoise
        if at >= 0 and tokens[at].text == ",":
            at -= 1
        floor = max(0, at - _BEFORE)
        while at >= floor and (tokens[at].kind == WORD):
            if lex.language == "de" and tokens[at].low in _NO_OFFICE:
                break  # "hatte der Präsident gegenüber Medien …"
            if tokens[at].low in lex["auxiliary"] | lex["being"] or (
                tokens[at].low in lex.forms and tokens[at].low not in lex["roles"]
            ):
                break
            if role := role_of(tokens[at], lex):
                found.add(role)
                found.add(tokens[at].low)
            at -= 1
        at = end
        if at + 1 < len(tokens) and tokens[at].text in {",", "("}:
            for k in range(at + 1, min(at + 9, len(tokens))):
                token = tokens[k]
                if (
                    token.kind != WORD
                    or token.low in lex["relative"] - lex["determiners"]
                    or token.low in lex["auxiliary"]
                ):
                    break
                if role := role_of(token, lex):
                    found.add(role)
                    found.add(token.low)
                    break
        return frozenset(found)

    def _gender(self, roles: frozenset[str]) -> str:
        lex = self.lex
        if lex.language == "de":
            if any(role.endswith(("in", *(lex["feminine"] - {"-in"}))) for role in roles):
                return "f"
            return "m" if any(not role.endswith(("te", "de", "ige")) for role in roles) else ""
        if roles & lex["feminine"]:
            return "f"
        return "m" if roles & lex["masculine"] else ""

    def _institution(self, tokens: list[Token], at: int) -> _Sight:
        lex = self.lex
        first = at
        if lex.language == "en":
            while (
                first > 0
                and tokens[first - 1].kind == WORD
                and at - first < 4
                and (
                    tokens[first - 1].capital
                    or tokens[first - 1].low
                    in {"foreign", "defence", "interior", "health", "finance", "police", "fire"}
                )
                and tokens[first - 1].low
                not in lex["determiners"] | lex["subordinators"] | lex["but"] | lex["prepositions"]
                and not is_time(tokens, first - 1, lex)
            ):
                first -= 1
        elif lex.language == "de":
            while first > 0 and tokens[first - 1].kind == WORD and at - first < 2 and (
                tokens[first - 1].low.endswith(("e", "en", "er", "es")) and not tokens[first - 1].capital
                and tokens[first - 1].low not in lex["determiners"] | lex["prepositions"] | lex["adverbs"]
                and tokens[first - 1].low not in lex.forms
            ):  # fmt: skip
                first -= 1
        end = german_end(tokens, first, lex) if lex.language == "de" else romance_end(tokens, first, lex)
        if end <= first:
            phrase = phrase_right(tokens, first, lex)
            end = phrase[1] if phrase else first + 1
        end = max(_noun_end(tokens, at, end, lex), at + 1)
        if lex.language == "en":
            # "the ministry’s statement", "a company spokesperson": the institution ends before
            end = next((k for k in range(at + 1, end) if tokens[k].low == "'s" or role_of(tokens[k], lex)), end)
        words = tuple(token.text for token in tokens[first:end])
        company = ""
        generic = lex["generic"]
        if lex.language != "en" and any(word.lower() in generic for word in words[:1]):
            named = [word for word in words[1:] if word[0].isupper()]
            if lex.language == "de" and any(word.lower().endswith((*NOUN_ENDS, "oren", "isten")) for word in named):
                named = []
            if named and words[-1] == named[-1] and words[-2].lower() not in lex["of"] | lex["determiners"]:
                company = " ".join(named)
        name = " ".join(words).replace("' ", "'").replace("’ ", "’")
        return _Sight(tokens[first].start, name, institution=words, company=company)


_MOST_INSTITUTIONS = 300
_ADJECTIVE = {
    "fr": re.compile(r".*(?:al|ale|aux|ales|iques?|ien|ienne|iens|ais|aise|ois|oise|ain|aine|aires?|if|ive|eux|euse|el"
                     r"|elle|istes?|ant|ante|in|ine|on|onne|ol|ole|ic|ique|ié|que|sse|rs|uve|uf)\Z"),
    "it": re.compile(r".*(?:ale|ali|ic[oa]|ici|iche|an[oa]|ani|ese|esi|ist[aei]"
                     r"|iv[oa]|ari[oa]|ense|in[oa]|nte|nti|os[oa]|uzzese|esca|esco|ss[oa])\Z"),
}  # fmt: skip


_VERBS_LIKE_ADJECTIVES = listed(
    "implique explique applique indique communique revendique adhère "
    "implica applica indica comunica critica spiega incarica dispone"
)


def _noun_end(tokens: list[Token], head: int, end: int, lex: Lexicon) -> int:
    """Return where an institution's name ends: what follows its head is an adjective, a name or "of" something."""
    if lex.language not in _ADJECTIVE:
        return end
    at = head + 1
    while at < end:
        token = tokens[at]
        if token.low in lex["of"] | lex["and"]:
            at += 1
            if at < end and tokens[at].low in lex["determiners"] | lex["of"]:
                at += 1
            at += 1
            continue
        if token.low.endswith("ant") or token.low in _VERBS_LIKE_ADJECTIVES:
            return at  # "le Conseil fédéral visant à …", "il Consiglio federale implica …"
        if token.capital or token.low in lex["determiners"] or _ADJECTIVE[lex.language].match(token.low):
            at += 1
            continue
        return at
    return end


def stem_of(word: str, lex: Lexicon) -> str:
    """Return what words of institutions are compared by; a German genitive is no other word."""
    folded = fold(word)
    return folded.rstrip("s") if lex.language == "de" else folded
