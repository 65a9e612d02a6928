"""The search for printings of one text."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from bouclage.records import Article, Printing, WireCopy
from bouclage.text.shingles import Shingles, shared, shingles
from bouclage.wire.settings import WireSettings


def wire_copies(
    articles: Iterable[Article],
    *,
    settings: WireSettings = WireSettings(),  # noqa: B008 frozen
    before: Iterable[WireCopy] = (),
    agencies: frozenset[str] = frozenset(),
) -> tuple[WireCopy, ...]:
    """Return the texts of `articles` that are printed at least twice."""
    ordered = sorted(articles, key=lambda article: (article.time, article.source_id not in agencies, article.id))
    parents: dict[str, str] = {}
    sets: dict[str, Shingles] = {}
    by_id = {article.id: article for article in ordered}
    index: dict[int, list[str]] = defaultdict(list)
    overlaps: dict[str, float] = {}
    for copy in before:
        for printing in copy.printings:
            parents[printing.article_id] = copy.original
            overlaps[printing.article_id] = printing.overlap
    for article in ordered:
        body = "\n\n".join(part for part in (article.lead, *(b.text for b in article.body)) if part)
        found = shingles(body, width=settings.width, most_words=settings.most_words)
        sets[article.id] = found
        if len(found) < settings.least_shingles:
            continue
        keys = [int(key) for key in found if int(key) % 4 == 0]
        if article.id not in parents:
            votes: Counter[str] = Counter()
            for key in keys:
                votes.update(index[key])
            best, best_overlap = None, 0.0
            for other, _ in votes.most_common(8):
                overlap = _overlap(article, by_id[other], sets, settings)
                if overlap > best_overlap:
                    best, best_overlap = other, overlap
            if best is not None:
                parents[article.id] = parents.get(best, best)
                parents.setdefault(parents[article.id], parents[article.id])
                overlaps[article.id] = best_overlap
        for key in keys:
            if len(index[key]) < settings.postings:
                index[key].append(article.id)
    groups: dict[str, list[str]] = defaultdict(list)
    for member, parent in parents.items():
        groups[parent].append(member)
    result = []
    for parent, members in groups.items():
        if len(members) < 2:
            continue
        first = by_id.get(parent)
        agency = next((by_id[m].agency for m in members if m in by_id and by_id[m].agency), None)
        if agency is None and first is not None and first.source_id in agencies:
            agency = first.outlet
        name = f"{first.outlet}'s" if first is not None else "the original"
        printings = tuple(
            Printing(
                article_id=member,
                overlap=1.0 if member == parent else overlaps.get(member, 1.0),
                reason="the original"
                if member == parent
                else f"{overlaps.get(member, 1.0):.0%} of its text is in {name}",
            )
            for member in sorted(members, key=lambda m: (m != parent, members.index(m)))
        )
        result.append(WireCopy(original=parent, agency=agency, printings=printings))
    return tuple(result)


def _overlap(one: Article, other: Article, sets: dict[str, Shingles], settings: WireSettings) -> float:
    a, b = sets[one.id], sets[other.id]
    common = shared(a, b)
    overlap = common / min(len(a), len(b))
    if one.source_id == other.source_id and common / max(len(a), len(b)) < settings.same_source_overlap:
        return 0.0
    return overlap if overlap >= settings.overlap else 0.0
