"""Numbers written as words in four languages: "cent vingt", "twenty-two", "zweiundzwanzig", "centoventi"."""

import re
from functools import cache

_UNITS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
          "siebzehn achtzehn neunzehn",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
          "diciassette diciotto diciannove",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
          "seventeen eighteen nineteen",
}  # fmt: skip
_TENS = {
    "fr": "vingt trente quarante cinquante soixante septante huitante nonante",
    "de": "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_SCALES = {
    "fr": {"cent": 100, "cents": 100, "mille": 1000},
    "de": {"hundert": 100, "tausend": 1000},
    "it": {"cento": 100, "mille": 1000, "mila": 1000},
    "en": {"hundred": 100, "thousand": 1000},
}
_AND = {"fr": "et", "de": "und", "it": "e", "en": "and"}
_NOT_ALONE = frozenset({"un", "ein", "uno", "one", "zéro", "null", "zero", "cents", "mila"})  # articles, and parts


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Return what finds a number in words; `value` tells how much it is."""
    words = sorted(_words(language), key=len, reverse=True)
    if language in {"de", "it"}:  # written as one word
        unit = "|".join(words)
        joined = "(?:und)?" if language == "de" else ""
        return re.compile(rf"(?<![\w’'-])(?:{unit})(?:{joined}(?:{unit}))*(?![\w’'-])", re.IGNORECASE)
    unit = "|".join(words)
    between = rf"(?:[ \u00a0-]| {_AND[language]} |-{_AND[language]}-)"
    return re.compile(rf"(?<![\w’'-])(?:{unit})(?:{between}(?:{unit}))*(?![\w’'-])", re.IGNORECASE)


def value(text: str, language: str) -> int | None:
    """Return how much a number in words is; None if it is an article ("un", "ein") or nothing."""
    low = text.lower().replace("ß", "ss")
    if low in _NOT_ALONE:
        return None
    table, scales = _words(language), _SCALES[language]
    if language in {"de", "it"}:
        parts = re.findall("|".join(sorted(table, key=len, reverse=True)), low)
    else:
        parts = [word for word in re.split(r"[\s\u00a0-]+", low) if word != _AND[language]]
    total = current = 0
    for part in parts:
        if part not in table:
            return None
        if (scale := scales.get(part)) == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif scale == 100:
            current = max(current, 1) * 100
        elif language == "fr" and part in {"vingt", "vingts"} and current % 100 == 4:
            current += 76  # quatre-vingt
        else:
            current += table[part]
    return total + current


@cache
def _words(language: str) -> dict[str, int]:
    found = {word: number for number, word in enumerate(_UNITS[language].split())}
    found |= {word: 10 * (place + 2) for place, word in enumerate(_TENS[language].split())}
    found |= _SCALES[language]
    if language == "fr":
        found |= {"une": 1, "vingts": 20}
    if language == "de":
        found |= {"eins": 1, "dreißig": 30}
    if language == "it":  # "ventuno", "trentotto": the ten loses its vowel
        found |= {word[:-1]: number for word, number in found.items() if 20 <= number < 100}
    return found
