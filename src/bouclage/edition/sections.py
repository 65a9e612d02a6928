"""Sections: from what outlets call their pages to the few of the edition."""

import re
from collections import Counter

from bouclage.records import Article
from bouclage.text.places import countries
from bouclage.text.urls import host
from bouclage.text.words import fold

ORDER = (
    "front",
    "international",
    "switzerland",
    "regions",
    "economy",
    "science",
    "culture",
    "society",
    "sport",
    "news",
    "weather",
)

# Words of outlets' own section names and of subjects, folded; the first that fits decides.
_NAMES = (
    ("weather", r"meteo(?:\b|rolog)|wetter|weather|previsioni"),
    ("sport", r"sport|football|fussball|calcio|hockey|tennis|ski(?!ll)|olymp|bundesliga"),
    ("economy", r"econom|wirtschaft|business|b(?:oe|o|ou)rse|finan|markets|borsa|money|entreprise|unternehmen"),
    ("science", r"scien|wissen|techno|digital|internet|artific|kunstlich|forschung|climat|klima|environ|umwelt"),
    ("science", r"sante|health|gesundheit|salute"),
    ("culture", r"[ck]ultur|film|cinema|musi[ck]|livre|buch|art[es]?(?!\w)|festival|theat|feuilleton|spettacol"),
    ("culture", r"entertain"),
    ("international", r"interna|monde|world|ausland|ester|europ|mondo|welt|global|etranger"),
    ("switzerland", r"suisse|schweiz|svizzera|switzerland|swiss"),
    ("home", r"inland|national|politi|bund"),
    ("regions", r"region|local|lokal|kanton|canton|ticino|cronaca|vaud|geneve|zurich|basel|bern|stadt|ville|citta"),
    ("society", r"societ|gesellschaft|people|panorama|vermischtes|faits|leben|life|lifestyle|divers|vip"),
)
# What Swiss reports name besides the country and its large cities, folded.
_SWISS = re.compile(
    r"\b(?:swiss|suisses?|schweizer\w*|svizzer[aieo]|conseil federal|conseil national|conseil des etats|bundesrat|"
    r"nationalrat|standerat|bundeshaus|consiglio federale|consiglio nazionale|consiglio degli stati|federal council|"
    r"bern|berne|berna|geneve|geneva|genf|ginevra|bale|basel|basilea|lausanne|luzern|lucerne|ticino|tessin|vaud|waadt|"
    r"valais|wallis|vallese|fribourg|freiburg i|neuchatel|neuenburg|grisons|graubunden|grigioni|aargau|argovie|jura|"
    r"thurgau|thurgovie|st\.? gallen|saint-gall|solothurn|soleure|schwyz|zoug|glarus|schaffhausen|appenzell|"
    r"winterthur)\b"
)
_LOOKED_AT = 1500  # characters: where it happened is said at the beginning
_HOME = "CH"
_PATTERNS = tuple((key, re.compile(rf"(?:^|\W)(?:{pattern})")) for key, pattern in _NAMES)


def section_of(article: Article) -> str | None:
    """Return the edition's section for an article's own section or keywords; None if they say nothing."""
    for name in (article.section, *article.keywords[:5]):
        if not name:
            continue
        folded = fold(name)
        for key, pattern in _PATTERNS:
            if pattern.search(folded):
                return key if key != "home" else "switzerland" if _at_home(article) else "international"
    return None


def _at_home(article: Article) -> bool:
    """Whether "politics" and "national" mean Switzerland: by what the report names, else by where its outlet is."""
    text = article.text[:_LOOKED_AT]
    named = countries(text, article.language)
    home = named.pop(_HOME, 0) + len(_SWISS.findall(fold(text)))
    abroad = sum(named.values())
    if home or abroad:
        return 2 * home >= abroad
    ending = host(article.url).rpartition(".")[2]
    return not (len(ending) == 2 and ending.upper() != _HOME)


def section_of_story(articles: tuple[Article, ...]) -> str:
    """Return the section most of a story's reports stand in; "news" where none says."""
    votes = Counter(key for article in articles if (key := section_of(article)) is not None)
    if not votes:
        return "news"
    return min(votes, key=lambda key: (-votes[key], ORDER.index(key)))
