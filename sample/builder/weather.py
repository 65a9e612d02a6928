"""The machine-made series: local weather, the only texts of the sample that come from a template, as in real life."""

import random
from datetime import datetime

from sample.builder.texts import ZONE, Text

PLACES = {
    "fr": ("Nyon", "Aigle", "Bulle", "Orbe", "Sion", "Annemasse"),
    "de": ("Baden", "Rorschach", "Thun", "Liestal", "Appenzell"),
}
SKY = {
    "fr": ("Ciel variable", "Temps assez ensoleillé", "Nuages et éclaircies", "Quelques averses"),
    "de": ("Wechselnd bewölkt", "Ziemlich sonnig", "Wolken und Aufhellungen", "Einzelne Schauer"),
}


def weather_texts() -> list[Text]:
    """Return both days' forecasts; the seed is fixed, so every build is the same."""
    dice = random.Random(20260907)
    texts = []
    for day in (7, 8):
        for language, places in PLACES.items():
            for index, place in enumerate(places):
                published = datetime(2026, 9, day, 6, 5 + index, tzinfo=ZONE)
                texts.append(_text(place, language, published, dice))
    return texts


def _text(place: str, language: str, published: datetime, dice: random.Random) -> Text:
    low, high, rain, wind = (
        dice.randint(8, 13),
        dice.randint(17, 24),
        dice.randint(0, 70),
        dice.randint(5, 30),
    )
    sky = dice.choice(SKY[language])
    if language == "fr":
        headline = f"Météo à {place}: {high} degrés attendus"
        lead = f"{sky} sur {place} aujourd’hui, avec des températures comprises entre {low} et {high} degrés."
        more = (
            f"Le risque de pluie est de {rain} %. Le vent soufflera jusqu’à {wind} km/h. Cette prévision automatique "
            "est établie à partir des modèles de Météo Vallées et mise à jour deux fois par jour."
        )
    else:
        headline = f"Wetter in {place}: {high} Grad erwartet"
        lead = f"{sky} heute in {place}, die Temperaturen liegen zwischen {low} und {high} Grad."
        more = (
            f"Das Regenrisiko beträgt {rain} Prozent. Der Wind weht mit bis zu {wind} km/h. Diese automatische Prognose "
            "beruht auf den Modellen von Météo Vallées und wird zweimal am Tag erneuert."
        )
    slug = place.lower()
    return Text(
        id=f"meteo-vallees-{slug}-{published:%d}",
        outlet="meteo-vallees",
        event=f"weather-{published:%Y-%m-%d}",
        language=language,
        published=published,
        layer=1 if published.day == 7 else 2,
        headline=headline,
        lead=lead,
        blocks=(("paragraph", more),),
        section="weather",
    )
