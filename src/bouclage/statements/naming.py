"""Speaker names: from "la porte-parole", "M. Lavrov", "elle", "its spokesman" to a full name or an institution."""

from bisect import bisect_left

from bouclage.statements.concepts import concepts
from bouclage.statements.drafts import Span
from bouclage.statements.epithets import one_person
from bouclage.statements.mentions import Mentions, stem_of
from bouclage.statements.names import agentive, role_of
from bouclage.statements.quotes import Quotation
from bouclage.statements.units import WORD, Token, tokens
from bouclage.statements.wording import (
    full_name,
    gender_of,
    head_words,
    institutional,
    is_document,
    is_pronoun,
    is_spokes,
    nominative,
    own_name,
    plain,
    spaced,
)
from bouclage.statements.words import Lexicon, listed
from bouclage.text.words import fold

_NEAR = 1500  # characters back in which a pronoun finds whom it stands for
_FAR = 20_000  # characters back in which an institution counts as named
_LATTER = frozenset({"quest' ultimo", "quest' ultima", "ce dernier", "cette dernière", "the latter"})
# what somebody with another role may be called as well
_LEARNED = listed(
    "esperta esperto studiosa studioso ricercatrice ricercatore scienziata scienziato expert experte chercheuse "
    "chercheur spécialiste scientist researcher specialist"
)
_HE_SHE = frozenset({"he", "she"})
_DEFINITE = frozenset({"le", "la", "l'", "the", "der", "die", "dem", "den", "il", "lo"})
_DEMONYMS = ("ian", "ese", "ish", "can", "nch", "iss", "man")  # "a Norvalian spokesman" speaks for who was named
_NO_QUOTES: list[Quotation] = []


class Namer:
    """Resolves the speakers of one article in the order they speak."""

    def __init__(self, text: str, lex: Lexicon, mentions: Mentions) -> None:
        self._text, self._lex, self._mentions = text, lex, mentions
        self._said: list[tuple[int, str | None, str, bool]] = []  # place, name, gender, plural of those who spoke

    def name(self, span: Span) -> str | None:
        """Return the name of the speaker at `span`; None if the article does not name them."""
        words = tokens(self._text, span[0], span[1], _NO_QUOTES, self._lex.language)
        if not words:
            return None
        if self._lex.language == "de" and words[0].low in {"des", "eines"}:
            words = nominative(words, self._lex)
        name, gender, plural = self._resolved(words, span[0])
        if name is None and is_document(head_words(words, self._lex), self._lex):
            return None  # "the report" says something, but "she" is never the report
        self._said.append((span[0], name, gender or self._mentions.gender.get(name or "", ""), plural))
        return name

    def _resolved(self, words: list[Token], at: int) -> tuple[str | None, str, bool]:
        lex = self._lex
        first = words[0]
        if len(words) == 1 and is_pronoun(first, self._lex):
            return self._pronoun(first, at)
        if len(words) == 2 and f"{first.low} {words[1].low}" in _LATTER:
            near = [one for one in self._mentions.before(at, _NEAR) if one.person]
            return (near[-1].name, near[-1].gender, False) if near else (None, "", False)
        named = own_name(words, self._mentions, self._lex, at)
        roles = [role for token in words if (role := role_of(token, lex))]
        gender = gender_of(words, roles, self._lex)
        if named is not None:
            return named, gender or self._mentions.gender.get(named, ""), False
        heads = head_words(words, self._lex)
        if is_spokes(heads, self._lex):
            return self._spokes(words, at), gender, False
        if heads & {word.lower() for word in lex["plural_people"]}:
            institution = (
                None if lex.language != "de" or not institutional(heads, self._lex) else self._institution(words)
            )
            return institution, "", True
        role = next((role for token in words if (role := role_of(token, lex)) and token.low in heads), "")
        if role:
            found = self._by_role(role, {token.low for token in words if role_of(token, lex)}, words, at, gender)
            if found is not None or not institutional(heads, self._lex):
                return found or self._epithet(words, at, gender), gender, False
        if is_document(heads, self._lex):
            return self._of_document(words, at), gender, False
        if (company := self._company(heads, words, at)) is not None:
            return company, gender, False
        if institutional(heads, self._lex):
            return self._institution(words), gender, False
        capital = [
            token for token in words
            if token.capital and token.low not in lex["determiners"]
            and not (token is words[0] and self._begins_sentence(at) and not self._may_be_name(token))
        ]  # fmt: skip
        if capital and lex.language != "de":
            return plain(words, self._text, self._lex), gender, False
        if (
            lex.language == "de"
            and len(words) <= 2
            and capital
            and words[0].low not in {"ein", "eine", "einer", "mehrere", "viele"}
        ):
            known = full_name(capital[-1].text, self._mentions, at=at) or (
                plain(words, self._text, self._lex) if len(words) == 1 else None
            )
            return known or self._epithet(words, at, gender), gender, False
        return self._epithet(words, at, gender), gender, False

    def _may_be_name(self, word: Token) -> bool:
        """Whether the capital that begins a sentence is a name: "Moscow", "Norvalia", not "Forecasters", "Experten"."""
        if self._named_elsewhere(word) or fold(word.text) in concepts().places:
            return True
        if self._lex.language == "de":
            return not word.low.endswith(("en", "er", "e", "ung", "heit", "keit"))
        return self._lex.language in {"fr", "it"} or (self._lex.language == "en" and not word.low.endswith("s"))

    def _begins_sentence(self, at: int) -> bool:
        before = self._text[max(0, at - 3) : at].rstrip(' \u00a0\u202f«“"')
        return not before or before[-1] in ".!?…\n»”"

    # without a name

    def _company(self, heads: set[str], words: list[Token], at: int) -> str | None:
        """ "le groupe bâlois Calvena" and, later, "le groupe": Calvena."""
        lex = self._lex
        if not heads & lex["generic"] and not (
            lex.language == "de" and any(h.endswith(tuple(lex["generic"])) for h in heads)
        ):
            return None
        last = words[-1]
        if last.capital and lex.language in {"fr", "it"} and words[-2].low not in lex["of"] | lex["determiners"]:
            name = [word for word in words if word.capital and word.low not in lex["determiners"]]
            return self._text[name[0].start : name[-1].end]
        if len(heads) > 1:
            return None
        if not self._mentions.companies:
            named = [
                one.name for one in self._mentions.before(at, _FAR)
                if one.institution and any(part[0].isupper() for part in one.name.split())
            ]  # fmt: skip
            return named[-1] if named and heads & {"établissement", "struttura", "institution", "istituto"} else None
        earlier = [name for place, name in self._mentions.companies if 0 <= place < at]
        return earlier[-1] if earlier else self._mentions.companies[0][1]

    def _epithet(self, words: list[Token], at: int, gender: str) -> str | None:
        found = self._named_so(words, at, gender)
        return found or one_person(words, gender, self._mentions.before(at, _NEAR), self._lex)

    def _named_so(self, words: list[Token], at: int, gender: str) -> str | None:
        """ "le magistrat", "the Bernese player": the person named last, if the phrase is definite and short."""
        lex = self._lex
        if (known := self._last_speaker(words, at, gender)) is not None:
            return known
        definite = {"le", "la", "l'", "the", "der", "die", "il", "lo", "her", "his", "son", "sa"}
        if words[0].low not in definite or len(words) > 3 or any(word.low in lex["of"] for word in words[1:]):
            return None
        head = words[-1].low
        if head.endswith("s") and lex.language in {"fr", "en"}:
            return None
        if not (any(role_of(word, lex) for word in words) or len(words) == 2 or any(w.capital for w in words[1:])):
            return None
        if words[0].low in {"her", "his", "son", "sa"}:
            return None
        if not gender or not any(role_of(word, lex) for word in words):
            return None
        for one in reversed(self._mentions.before(at, _NEAR // 2)):
            # somebody with another role is not meant, nor somebody of whom too little is known
            if one.person and one.gender == gender and (not one.roles or head in _LEARNED):
                return one.name
        return None

    def _last_speaker(self, words: list[Token], at: int, gender: str) -> str | None:
        """ "der Neurologe", "the seismologist", "le biologiste": the person who spoke just before, if it fits."""
        lex = self._lex
        nouns = [word for word in words if word.low not in lex["determiners"]]
        if words[0].low not in _DEFINITE or not nouns or len(words) > 3 or (lex.language != "de" and len(words) > 2):
            return None
        if not (agentive(nouns[-1], lex) or (lex.language == "de" and role_of(nouns[-1], lex))):
            return None
        if lex.language == "de":
            gender = "f" if nouns[-1].low.endswith(("in", "frau")) or words[0].low == "die" else "m"
        for place, name, known, many in reversed(self._said):
            if at - place > _NEAR:
                return None
            if name is not None and name in self._mentions.persons and not many:
                fits = not known or not gender or known == gender
                return name if fits and name not in self._mentions.with_role else None
        return None

    def _pronoun(self, token: Token, at: int) -> tuple[str | None, str, bool]:  # noqa: PLR0912 — one case after the other
        lex = self._lex
        low = token.low
        m, f, p = (low in lex[name] for name in ("pronouns_m", "pronouns_f", "pronouns_p"))
        gender = "f" if f and not m else "m" if m and not f else ""
        if low in {"her", "ihrer", "ihren"}:
            gender = "f"
        elif low in {"his", "seiner", "seinen"}:
            gender = "m"
        plural = p and not f and not m
        if (subject := self._subject(at, gender, plural)) is not None:
            return subject
        for place, name, known, many in reversed(self._said):
            if at - place > _NEAR:
                break
            if low == "it" and (name is None or name in self._mentions.gender):
                continue
            if low in _HE_SHE and name is not None and name not in self._mentions.persons:
                continue
            if (not known or not gender or known == gender) and (many == plural or not plural):
                if many and not plural:
                    continue
                later = self._last_person(at, gender, place, unknown=name is None)
                if later <= place:
                    return name, known or gender, many
                break
        for mention in reversed(self._mentions.before(at, _NEAR)):
            if not mention.person and (not mention.institution or low not in {"it", "elle", "sie", "essa", "il"}):
                continue
            if plural:
                return None, "", True
            if low == "it" and mention.person:
                continue
            if not mention.gender or not gender or mention.gender == gender or not mention.person:
                return mention.name, gender, False
        return None, gender, plural

    def _subject(self, at: int, gender: str, plural: bool) -> tuple[str | None, str, bool] | None:
        """What the nearest sentence before began with, if nobody spoke since and it may be meant."""
        said = self._said[-1][0] if self._said else -1
        subjects = self._mentions.subjects
        for index in range(bisect_left(subjects, (at, 0)) - 1, -1, -1):
            start, end = subjects[index]
            if start <= said or at - start > _NEAR // 2:
                return None
            words = tokens(self._text, start, end, _NO_QUOTES, self._lex.language)
            if not words or (len(words) == 1 and is_pronoun(words[0], self._lex)):
                continue
            if len(words) == 1 and not self._named_elsewhere(words[0]):
                continue
            name, known, many = self._resolved(words, start)
            if self._lex.language == "en" and not plural and gender and name not in self._mentions.persons:
                return None
            if name is None or many != plural or (known and gender and known != gender):
                return None
            return name, known or gender, many
        return None

    def _named_elsewhere(self, word: Token) -> bool:
        """Whether a lone capital at the beginning of a sentence is a name."""
        key = fold(word.text)
        return key in self._mentions.full or key in self._mentions.known

    def _last_person(self, at: int, gender: str, after: int, *, unknown: bool) -> int:
        """Where a person who fits was last named after somebody spoke, in the sentence before: they speak now."""
        place = -1
        for mention in self._mentions.before(at, _NEAR):
            if not (after + 60 < mention.start < at and mention.person and gender):
                continue
            if mention.gender == gender or (unknown and not mention.gender):
                place = mention.start
        return place

    def _spokes(self, words: list[Token], at: int) -> str | None:
        lex = self._lex
        definite = words[0].low in {"le", "la", "the", "der", "die", "il", "l'", "lo"} or words[0].capital
        if definite:
            found = self._by_role("", {token.low for token in words if role_of(token, lex)}, words, at)
            if found:
                return found
        return self._owner(words, at)

    def _owner(self, words: list[Token], at: int) -> str | None:
        """The institution a spokesperson speaks for: "… de la police", "its spokesman", else who was last named."""
        lex = self._lex
        for k, token in enumerate(words[:-1]):
            if k and (token.low in lex["of"] or token.low in {"for", "at", "für", "bei", "beim"}):
                rest = words[k + 1 :]
                if token.low in {"des", "eines"}:
                    rest = nominative(rest, lex)
                while rest and rest[0].low in lex["determiners"]:
                    rest = rest[1:]
                if rest:
                    return self._institution(rest)
        own = [token for token in words if institutional({token.low}, self._lex)]
        role = next((k for k, token in enumerate(words) if role_of(token, lex)), 0)
        named = [
            token for token in words[:role]
            if token.capital and token.low not in lex["determiners"] and not token.low.endswith(_DEMONYMS)
        ]  # fmt: skip
        if lex.language == "en" and (own or named):  # "police spokesman", "an Alibaba spokesperson"
            kept = [token for token in words if not role_of(token, lex)]
            return self._institution(kept if own else named)
        # German compounds: Polizeisprecherin, Departementssprecher
        if lex.language == "de":
            stem = next((token.low for token in words if role_of(token, lex)), "")
            for institution in self._mentions.institutions:
                head = institution[-1].lower() if institution else ""
                if len(stem) > 6 and head and stem[:5] in head:
                    return " ".join(institution)
        return self._last_institution(at)

    def _last_institution(self, at: int) -> str | None:
        for place, name, _, _ in reversed(self._said):
            if at - place > _NEAR:
                break
            if name and name not in self._mentions.persons:
                return name
        earlier = [one for one in self._mentions.before(at, _FAR) if not one.person]
        return earlier[-1].name if earlier else None

    def _by_role(self, role: str, forms: set[str], words: list[Token], at: int, gender: str = "") -> str | None:
        lex = self._lex
        if words[0].low in {
            "un",
            "une",
            "a",
            "an",
            "ein",
            "eine",
            "einer",
            "eines",
            "una",
            "another",
            "plusieurs",
            "un'",
        }:
            return None
        lists = [self._mentions.by_role[form] for form in sorted(forms) if form in self._mentions.by_role]
        if not lists and lex.language == "de" and role in self._mentions.by_role:
            lists = [self._mentions.by_role[role]]
        best: tuple[bool, int, str] | None = None
        for fits in lists:
            place = bisect_left(fits, at, key=lambda one: one.start)
            found = fits[place - 1] if place and fits[place - 1].start >= 0 else fits[0]
            if gender and found.gender and gender != found.gender:
                continue
            rank = (0 <= found.start < at, found.start, found.name)
            best = rank if best is None or rank > best else best
        return best[2] if best else None

    def _of_document(self, words: list[Token], at: int) -> str | None:
        lex = self._lex
        for k, token in enumerate(words[:-1]):
            if k and token.low in lex["of"]:
                rest = [one for one in words[k + 1 :] if one.low not in lex["determiners"]]
                if rest and (institutional({one.low for one in rest}, self._lex) or rest[0].capital):
                    return self._institution(rest)
        owner = [word for word in words if institutional({word.low}, self._lex)]
        if owner and lex.language == "en":
            return self._institution(owner)
        heads = head_words(words, self._lex)
        if heads & lex["press"] or (lex.language == "de" and any(h.endswith(tuple(lex["press"])) for h in heads)):
            return self._last_institution(at) or (self._mentions.companies[0][1] if self._mentions.companies else None)
        return None

    def _institution(self, words: list[Token]) -> str | None:
        lex = self._lex
        while words and words[0].low in lex["determiners"] | lex["possessives"]:
            words = words[1:]
        if not words:
            return None
        own = {
            stem_of(token.text, lex)
            for token in words
            if token.kind == WORD and token.low not in lex["of"] | lex["determiners"]
        }
        best: tuple[str, ...] | None = None
        if len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1:
            return words[0].text  # EPI, UNO: a short name is not the first longer phrase that holds it
        capital = any(token.capital for token in words) and lex.language != "de"
        for institution, theirs in zip(self._mentions.institutions, self._mentions.institution_stems, strict=True):
            if own <= theirs and (best is None or len(institution) > len(best)) and len(institution) <= 9:
                if lex.language in {"fr", "it"} and stem_of(institution[0], lex) not in own:
                    continue
                if len(theirs) > len(own) + 5 or (
                    capital and len(own) == 1 and len(theirs) > 3 and not institutional({words[0].low}, self._lex)
                ):
                    continue
                best = institution
        if best is not None and len(best) > len(words):
            return spaced(best)
        return plain(words, self._text, self._lex)
