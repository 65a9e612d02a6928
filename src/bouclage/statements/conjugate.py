"""Forms of regular verbs, so that a lexicon needs to list infinitives alone: third persons, participle, gerund."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a verb that reporting clauses use."""

    finite: tuple[str, ...]
    participle: tuple[str, ...]
    gerund: tuple[str, ...] = ()


_FR_ER = "e ent ait aient a èrent era eront erait eraient"
_FR_IR = "it issent issait issaient it irent ira iront irait"
_NO_GE = ("be", "er", "ver", "ent", "zer", "miss", "wider", "unter", "über", "emp", "ge")


def french(verb: str) -> Forms:
    """Conjugate a regular French verb in -er or -ir."""
    stem, ending = verb[:-2], verb[-2:]
    if ending == "ir":
        return Forms(_with(stem, _FR_IR), _with(stem, "i ie is ies"), (stem + "issant",))
    if ending != "er":
        return Forms((), ())
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    open_ = stem
    if stem[-2:-1] == "é":  # révéler, répéter: révèle
        open_ = stem[:-2] + "è" + stem[-1]
    elif stem.endswith(("pel", "jet")):  # rappeler, rejeter: rappelle, rejette
        open_ = stem + stem[-1]
    elif stem[-2:-1] == "e" and stem[-1] in "vlnsmr":  # relever, achever, marteler: relève
        open_ = stem[:-2] + "è" + stem[-1]
    elif stem.endswith(("oy", "uy")):
        open_ = stem[:-1] + "i"
    finite = []
    for end in _FR_ER.split():
        root = soft if end[0] in "aè" and end != "èrent" else stem
        if end in {"e", "ent"} or (end.startswith("er") and open_ != stem and stem[-2:-1] != "é"):
            root = open_
        finite.append(root + end)
    return Forms(tuple(finite), _with(stem, "é ée és ées"), (soft + "ant",))


def italian(verb: str) -> Forms:
    """Conjugate a regular Italian verb in -are, -ere or -ire."""
    stem, ending = verb[:-3], verb[-3:]
    if ending == "are":
        future = stem[:-1] if stem.endswith(("ci", "gi")) else stem + "h" if stem.endswith(("c", "g")) else stem
        finite = (*_with(stem, "a ano ava avano ò arono"), future + "erà", future + "eranno", future + "erebbe")
        return Forms(finite, _with(stem, "ato ata ati ate"), (stem + "ando",))
    if ending == "ere":
        return Forms(_with(stem, "e ono eva evano é ettero erà"), _with(stem, "uto uta uti ute"), (stem + "endo",))
    return Forms(
        _with(stem, "e isce ono iscono iva ivano ì irono irà"), _with(stem, "ito ita iti ite"), (stem + "endo",)
    )


def english(verb: str) -> Forms:
    """Conjugate a regular English verb."""
    if verb.endswith("e"):
        return Forms((verb + "s", verb + "d", verb), (verb + "d",), (verb[:-1] + "ing",))
    if verb.endswith("y") and verb[-2] not in "aeiou":
        past = verb[:-1] + "ied"
        return Forms((verb[:-1] + "ies", past, verb), (past,), (verb + "ing",))
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return Forms((plural, verb + "ed", verb), (verb + "ed",), (verb + "ing",))


def german(verb: str) -> Forms:
    """Conjugate a weak German verb without its separable part."""
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    link = "e" if stem.endswith(("t", "d", "chn", "ffn", "gn")) else ""
    finite = (f"{stem}{link}t", verb, f"{stem}{link}te", f"{stem}{link}ten", f"{stem}e")
    prefix = "" if stem.startswith(_NO_GE) or stem.endswith("ier") else "ge"
    return Forms(finite, (f"{prefix}{stem}{link}t",))


def _with(stem: str, ends: str) -> tuple[str, ...]:
    return tuple(stem + end for end in ends.split())


CONJUGATIONS: dict[str, Callable[[str], Forms]] = {"fr": french, "it": italian, "en": english, "de": german}
