"""Origins: which articles of a story speak for themselves, and which only print another one's text."""

from collections.abc import Iterable, Sequence

from bouclage.records import Article, WireCopy
from bouclage.statements.find import body_start


def origins(articles: Sequence[Article], copies: Iterable[WireCopy]) -> dict[str, tuple[str, ...]]:
    """Return the articles that stand for themselves, by id in their order, each with the ids of those that print it.

    Of a wire copy the original stands for all, or where it is not here its first printing that is; of equal texts
    the first. An echo is not agreement: what is counted or compared, is counted and compared over these alone.
    """
    here = {article.id for article in articles}
    prints: dict[str, str] = {}  # printing → whose text it prints

    def standing(key: str) -> str:
        while key in prints:
            key = prints[key]
        return key

    for copy in copies:
        present = [key for key in copy.article_ids if key in here]
        stands = copy.original if copy.original in here or not present else present[0]
        for key in present:
            if standing(key) != standing(stands):
                prints[standing(key)] = standing(stands)
    firsts: dict[str, str] = {}
    for article in articles:
        body = article.text[body_start(article) :].strip()
        if body and (first := standing(firsts.setdefault(body, article.id))) != standing(article.id):
            prints[standing(article.id)] = first
    found: dict[str, list[str]] = {article.id: [] for article in articles if article.id not in prints}
    for article in articles:
        if article.id in prints:
            found[standing(article.id)].append(article.id)
    return {key: tuple(others) for key, others in found.items()}


def originals(articles: Sequence[Article], copies: Iterable[WireCopy]) -> list[Article]:
    """Return the articles that stand for themselves, in their order."""
    kept = origins(articles, copies)
    return [article for article in articles if article.id in kept]
