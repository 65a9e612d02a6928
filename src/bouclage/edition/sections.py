"""Sections: from what outlets call their pages to the few of the edition."""

import re
from collections import Counter

from bouclage.records import Article
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
    ("sport", r"sport|football|fussball|calcio|hockey|tennis|ski(?!ll)|olymp"),
    ("economy", r"econom|wirtschaft|business|b(?:oe|o|ou)rse|finan|markets|borsa|money|entreprise|unternehmen"),
    ("science", r"scien|wissen|techno|digital|internet|artific|kunstlich|forschung|climat|klima|environ|umwelt"),
    ("science", r"sante|health|gesundheit|salute"),
    ("culture", r"[ck]ultur|film|cinema|musi[ck]|livre|buch|art[es]?(?!\w)|festival|theat|feuilleton|spettacol"),
    ("culture", r"entertain"),
    ("international", r"interna|monde|world|ausland|ester|europ|mondo|welt|global|etranger"),
    ("switzerland", r"suisse|schweiz|svizzera|switzerland|inland|national|politi|bund"),
    ("regions", r"region|local|lokal|kanton|canton|ticino|cronaca|vaud|geneve|zurich|basel|bern|stadt|ville|citta"),
    ("society", r"societ|gesellschaft|people|panorama|vermischtes|faits|leben|life|lifestyle|divers|vip"),
)
_PATTERNS = tuple((key, re.compile(rf"(?:^|\W)(?:{pattern})")) for key, pattern in _NAMES)


def section_of(article: Article) -> str | None:
    """Return the edition's section for an article's own section or keywords; None if they say nothing."""
    for name in (article.section, *article.keywords[:5]):
        if not name:
            continue
        folded = fold(name)
        for key, pattern in _PATTERNS:
            if pattern.search(folded):
                return key
    return None


def section_of_story(articles: tuple[Article, ...]) -> str:
    """Return the section most of a story's reports stand in; "news" where none says."""
    votes = Counter(key for article in articles if (key := section_of(article)) is not None)
    if not votes:
        return "news"
    return min(votes, key=lambda key: (-votes[key], ORDER.index(key)))
