"""Stories, online in time order."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bouclage.records import Article, Membership, Story, WireCopy, digest
from bouclage.stories.settings import StorySettings
from bouclage.text.words import fold, words


def stories(
    articles: Iterable[Article],
    wire_copies: Iterable[WireCopy],
    *,
    before: Iterable[Story] = (),
    settings: StorySettings = StorySettings(),  # noqa: B008 frozen
    articles_before: Mapping[str, Article] = {},
) -> tuple[Story, ...]:
    """Return `before` and `articles` as stories; every article is in exactly one."""
    known = {a.id: a for a in articles_before.values()} | {a.id: a for a in articles}
    wire_of = {aid: copy for copy in wire_copies for aid in copy.article_ids}
    df: Counter[str] = Counter()
    total = 0
    story_of: dict[str, int] = {}
    members: list[list[Membership]] = []
    old: list[Story | None] = []
    sums: list[Counter[str]] = []
    index: dict[str, set[int]] = defaultdict(set)

    def add(number: int, article: Article, score: float, reason: str) -> None:
        story_of[article.id] = number
        members[number].append(Membership(article_id=article.id, score=score, reason=reason))
        take(number, article)

    def take(number: int, article: Article) -> None:
        nonlocal total
        total += 1
        found = terms(article)
        df.update(found.keys())
        sums[number].update(found)
        for term in found:
            index[term].add(number)

    for story in before:
        old.append(story)
        members.append(list(story.members))
        sums.append(Counter())
        for aid in story.article_ids:
            story_of[aid] = len(members) - 1
            if aid in known:
                take(len(members) - 1, known[aid])
    for article in sorted(known.values(), key=lambda a: (a.time, a.id)):
        if article.id in story_of:
            continue
        copy = wire_of.get(article.id)
        place = next((story_of[aid] for aid in copy.article_ids if aid in story_of), None) if copy else None
        if place is not None:
            add(place, article, 1.0, "prints the same text")
            continue
        found = terms(article)
        votes: Counter[int] = Counter()
        for term in found:
            if df[term] < 50:
                for number in index[term]:
                    votes[number] += 1
        best, best_score = -1, 0.0
        for number, _ in votes.most_common(10):
            value = cosine(found, sums[number], df, total)
            if value > best_score:
                best, best_score = number, value
        if best_score >= settings.join:
            add(best, article, best_score, f"{best_score:.0%} shared terms")
        else:
            members.append([])
            sums.append(Counter())
            old.append(None)
            add(len(members) - 1, article, 1.0, "first report")
    result = []
    for number, group in enumerate(members):
        times = [known[m.article_id].time for m in group if m.article_id in known]
        was = old[number]
        sid = was.id if was else digest(known[group[0].article_id].item, kind="story")
        first = min([*times, was.first] if was else times)
        last = max([*times, was.last] if was else times)
        thread = (was.thread if was else None) or (sid if first.date() != last.date() else None)
        result.append(Story(id=sid, members=tuple(group), first=first, last=last, thread=thread))
    return tuple(result)


def terms(article: Article) -> Counter[str]:
    """Return the folded word prefixes of an article with their counts."""
    return Counter(fold(w)[:6] for w in words(article.text) if len(w) > 3 or w.isupper() or w.isdigit())


def cosine(one: Counter[str], other: Counter[str], df: Counter[str], total: int) -> float:
    """Return the cosine of two bags under sublinear TF-IDF."""

    def weight(term: str, count: int) -> float:
        return (1 + math.log(count)) * math.log((total + 2) / (df[term] + 1))

    a = {t: weight(t, c) for t, c in one.items()}
    b = {t: weight(t, c) for t, c in other.items()}
    dot = sum(v * b[t] for t, v in a.items() if t in b)
    norm = math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    return dot / norm if norm else 0.0
