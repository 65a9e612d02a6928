"""What reports in two languages can share though no letter is the same: things of the news, and countries.

`lexicon/concepts.txt` has one thing a line, its words in French, German, Italian and English. Countries come from
Unicode's CLDR through babel. Both are facts, not a translation: a word that is not listed stands for itself.
"""

from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from bouclage.text.words import fold, stems

LANGUAGES = ("fr", "de", "it", "en")
_LEAST = 4  # letters: shorter country names ("Mali", "Cuba") are the same in most languages anyway


@cache
def concepts(language: str) -> dict[str, str]:
    """Return the sign of what each word of a language means, by folded stem: "seism" and "erdbeb" give one sign."""
    found = {stem: f"§{code}" for stem, code in _countries(language)}
    if language in LANGUAGES:
        text = (files("bouclage.text") / "lexicon" / "concepts.txt").read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines()):
            for word in line.split("|")[LANGUAGES.index(language)].split():
                for stem in stems(word, language):
                    if len(stem) > 1:
                        found[stem] = f"§{number}"
    return found


def _countries(language: str) -> list[tuple[str, str]]:
    if language not in LANGUAGES:
        return []
    try:
        territories = Locale.parse(language).territories
    except UnknownLocaleError:
        return []
    return [
        (stem, code)
        for code, name in sorted(territories.items())
        if code.isalpha() and len(code) == 2 and len(fold(name)) >= _LEAST and name.replace("’", "").isalpha()
        for stem in stems(name, language)
    ]
