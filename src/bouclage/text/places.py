"""Which countries a text speaks of, by the names of countries and of large cities in four languages.

Both come from Unicode's CLDR through babel: countries by name, cities by the time zones that are called after them
("Europe/Paris" is in France, and "Londra" is London).
"""

from collections import Counter
from functools import cache

from babel import Locale
from babel.core import get_global

from bouclage.text.concepts import LANGUAGES, concepts
from bouclage.text.names import names
from bouclage.text.words import fold, stems

_LEAST = 4  # letters of a city's name: shorter ones are words too


def countries(text: str, language: str | None) -> Counter[str]:
    """Return how often `text` names each country, or a large city of it: ISO codes of two letters."""
    base = (language or "").split("-")[0].lower()
    signs = concepts(base)
    found: Counter[str] = Counter()
    for name in names(text):
        code = _cities().get(fold(name))
        if code is None:
            sign = signs.get((stems(name, base) or [""])[0], "")
            code = sign[1:] if sign[1:].isalpha() else None
        if code:
            found[code] += 1
    return found


@cache
def _cities() -> dict[str, str]:
    territories: dict[str, str] = dict(get_global("zone_territories"))
    found: dict[str, str] = {}
    for language in LANGUAGES:
        local = Locale.parse(language).time_zones
        for zone, code in territories.items():
            area, *rest = zone.split("/")
            # places below a state ("America/Indiana/Vincennes") and bases in the ice are no capitals
            if len(rest) != 1 or area in ("Antarctica", "Etc") or not (code.isalpha() and len(code) == 2):
                continue
            for city in (rest[0], local.get(zone, {}).get("city", "")):
                if len(city) >= _LEAST and city.isalpha():
                    found.setdefault(fold(city), code)
    return found
