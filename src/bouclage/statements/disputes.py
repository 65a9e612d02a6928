"""Disputes: two statements of one story that cannot both hold, give other figures, or of which one is not confirmed.

Precision comes first: a dispute that is none accuses somebody. Method: de Marneffe, Rafferty and Manning (2008) find
negation, numbers and antonyms the tractable kinds of contradiction; here the first two, over resolved dates and places.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, timedelta, tzinfo

from bouclage.records import Article, Dispute, DisputeKind, Statement, VerbClass, WireCopy
from bouclage.statements.claims import Claim, claims
from bouclage.statements.concepts import place_key
from bouclage.statements.find import statements
from bouclage.statements.origins import originals
from bouclage.statements.quantities import Quantity
from bouclage.statements.settings import StatementSettings
from bouclage.text.words import fold

Candidate = tuple[DisputeKind, Claim, Claim, float]  # and how near the two are, for choosing the best
_MOST_CLAIMS = 900  # of one story; pairs grow with the square
_SAYS = frozenset({VerbClass.ASSERTS, VerbClass.ANNOUNCES, VerbClass.DENIES, VerbClass.OTHER})
_CLOSE = 3  # statements back that "this" can mean
_ORDER = {DisputeKind.CONTRADICTS: 0, DisputeKind.DIFFERS: 1, DisputeKind.UNCONFIRMED: 2}


def disputes(
    articles: Sequence[Article],
    *,
    found: Mapping[str, Sequence[Statement]] | None = None,
    copies: Iterable[WireCopy] = (),
    zone: tzinfo = UTC,
    language: str | None = None,
    settings: StatementSettings | None = None,
) -> tuple[Dispute, ...]:
    """Return the disputes of one story, one a matter; words in `language` are preferred.

    `found` are its statements by article, found here if not given. Reprints of a wire copy are left out: an echo
    neither agrees nor differs. A toll that rises during the day is news, not a dispute.
    """
    settings = settings or StatementSettings()
    clashes = candidates(articles, found=found, copies=copies, zone=zone, settings=settings)
    return _distinct([one for one in clashes if _tells(one)], (language or "").split("-")[0].lower() or None)


def candidates(
    articles: Sequence[Article],
    *,
    found: Mapping[str, Sequence[Statement]] | None = None,
    copies: Iterable[WireCopy] = (),
    zone: tzinfo = UTC,
    settings: StatementSettings | None = None,
) -> list[Candidate]:
    """Return every clash of two claims, before the best of each two speakers is kept."""
    settings = settings or StatementSettings()
    kept = originals(articles, copies)
    made: list[Claim] = []
    for article in sorted(kept, key=lambda one: (one.time, one.id)):
        own = (
            found[article.id]
            if found is not None and article.id in found
            else statements(article, story=kept, settings=settings)
        )
        made += claims(article, own, zone=zone)
    made = made[:_MOST_CLAIMS]
    return [*_contradictions(made, settings), *_unconfirmed(made, settings), *_differences(made, settings)]


def _contradictions(made: list[Claim], settings: StatementSettings) -> list[Candidate]:
    found: list[Candidate] = []
    for index, one in enumerate(made):
        for other in made[index + 1 :]:
            if _contradict(one, other, settings):
                found.append((DisputeKind.CONTRADICTS, one, other, _nearness(one, other)))
        if (meant := _meant(made, index)) is not None and one.statement.verb_class is VerbClass.DENIES:
            found.append((DisputeKind.CONTRADICTS, meant, one, 1.0))
    return found


def _unconfirmed(made: list[Claim], settings: StatementSettings) -> list[Candidate]:
    found: list[Candidate] = []
    for index, one in enumerate(made):
        if one.positive is not None:
            continue
        before = len(found)
        for other in made:
            if other is not one and _is_unconfirmed(one, other, settings):
                found.append((DisputeKind.UNCONFIRMED, other, one, _nearness(one, other)))
        if len(found) == before and (meant := _meant(made, index)) is not None and meant.positive:
            found.append((DisputeKind.UNCONFIRMED, meant, one, 1.0))
    return found


def _differences(made: list[Claim], settings: StatementSettings) -> list[Candidate]:
    found: list[Candidate] = []
    counting = [one for one in made if one.quantities]
    for index, one in enumerate(counting):
        for other in counting[index + 1 :]:
            if _differ(one, other, settings) is not None:
                # what two speakers say weighs more than what two papers write
                found.append((DisputeKind.DIFFERS, one, other, _nearness(one, other) - 0.5 * (one.own + other.own)))
    return found


def _meant(made: list[Claim], index: int) -> Claim | None:
    """What "this" denies or leaves open: the last statement before it in the same article, by somebody else."""
    one = made[index]
    if not one.points_back or one.own:
        return None
    back = 0
    for earlier in reversed(made[:index]):
        if earlier.statement.article_id != one.statement.article_id or earlier.own:
            continue
        back += 1
        if back > _CLOSE:
            return None
        if not same_side(earlier, one) and earlier.positive is not None and not earlier.points_back:
            return earlier
    return None


def same_side(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one speaker, or of a speaker and those they speak for."""
    if one.side == other.side:
        return True
    if one.side.startswith("=") or other.side.startswith("="):
        return one.side == other.side
    a, b = set(fold(one.side).split()), set(fold(other.side).split())
    return a <= b or b <= a


def _contradict(one: Claim, other: Claim, settings: StatementSettings) -> bool:
    if one.positive is None or other.positive is None:
        return False
    against = any(one.opposites[name] != side for name, side in other.opposites.items() if name in one.opposites)
    if (one.positive == other.positive) != against:
        return False
    if one.statement.verb_class not in _SAYS or other.statement.verb_class not in _SAYS or same_side(one, other):
        return False
    denied = VerbClass.DENIES in {one.statement.verb_class, other.statement.verb_class}
    if one.own or other.own:  # what a paper writes counts against a denial only, and only in nearly the same words
        return denied and one.own != other.own and _near_words(one, other)
    if denied and _same_event(one, other, settings, strict=False):
        return True
    return _same_event(one, other, settings, strict=True) or _same_toll(one, other, settings)


def _near_words(one: Claim, other: Claim) -> bool:
    shared = _shared_stems(one, other)
    smaller = min(len(one.stems), len(other.stems)) or 1
    return (len(shared) >= 2 and len(shared) / smaller >= 0.5) or (len(shared) >= 1 and bool(one.events & other.events))


def _same_toll(one: Claim, other: Claim, settings: StatementSettings) -> bool:
    """ "nobody has been arrested" against "a man was arrested", told at about the same time."""
    if not one.tolls & other.tolls or _days_meet(one, other) is False:
        return False
    return abs(one.time - other.time) < timedelta(hours=settings.update_hours * 2)


def _is_unconfirmed(one: Claim, other: Claim, settings: StatementSettings) -> bool:
    if (one.positive is None) == (other.positive is None) or same_side(one, other):
        return False
    said = other if one.positive is None else one
    if not said.positive or said.statement.verb_class not in _SAYS:
        return False
    if said.own:
        return _near_words(one, other)
    return _same_event(one, other, settings, strict=False)


def _same_event(one: Claim, other: Claim, settings: StatementSettings, *, strict: bool) -> bool:
    """Whether two claims are about one event: by day and place, by kind of event, or by their words."""
    meet = _days_meet(one, other)
    if meet is False:
        return False
    names = one.names & other.names
    events = one.events & other.events
    shared = _shared_stems(one, other)
    smaller = min(len(one.stems), len(other.stems)) or 1
    overlap = len(shared) / smaller
    if meet and names:
        return True
    if one.language != other.language and _alike_across(one, other, strict=strict):
        return True
    if one.language != other.language:
        return bool(events) and len(names) >= (1 if strict else 0) and (meet is True or len(names) >= 2 or not strict)
    if not strict:
        return (
            bool(events)
            or (len(shared) >= 1 and overlap >= 0.5)
            or (len(shared) >= settings.least_shared_stems and overlap >= 0.34)
        )
    if events and names and overlap >= settings.least_overlap:
        return True
    if events and shared and overlap >= 0.25 and len(shared) + len(names) >= 2:
        return True
    return len(shared) >= settings.least_shared_stems and overlap >= 0.5


def _alike_across(one: Claim, other: Claim, *, strict: bool) -> bool:
    """Whether two claims of two languages have enough topics and cognates in common."""
    shared = one.keys & other.keys
    smaller = min(len(one.keys), len(other.keys)) or 1
    topics = [key for key in shared if not key.startswith("~")]
    if strict:
        return len(shared) >= 2 and bool(topics) and len(shared) / smaller >= 0.3
    return (len(shared) >= 2 and len(shared) / smaller >= 0.25) or (bool(topics) and smaller <= 3)


def _shared_stems(one: Claim, other: Claim) -> frozenset[str]:
    return one.stems & other.stems if one.language == other.language else frozenset()


def _days_meet(one: Claim, other: Claim) -> bool | None:
    """Whether the dates of two claims meet; None if one has none."""
    if not one.days or not other.days:
        return None
    return any(a[0] <= b[1] and b[0] <= a[1] for a in one.days for b in other.days)


def _differ(one: Claim, other: Claim, settings: StatementSettings) -> tuple[Quantity, Quantity] | None:
    if same_side(one, other) or one.positive is None or other.positive is None:
        return None
    if one.statement.negated != other.statement.negated:
        return None
    for a in one.quantities:
        for b in other.quantities:
            if a.kind != b.kind or not _apart(a, b, settings):
                continue
            if a.toll and _update(one, other, a, b, settings):
                continue
            if not a.toll and not _same_count(one, other, a.kind):
                continue
            # a claim that also gives the other's figure knows both
            if any(c.kind == a.kind and not _apart(c, b, settings) for c in one.quantities):
                continue
            if any(c.kind == a.kind and not _apart(a, c, settings) for c in other.quantities):
                continue
            return a, b
    return None


def _same_count(one: Claim, other: Claim, kind: str) -> bool:
    """Whether figures of one kind (jobs, participants) count the same: both told in one voice or with common words."""
    if one.language == other.language:
        shared = len(_shared_stems(one, other))
        smaller = min(len(one.stems), len(other.stems)) or 1
        return shared >= 2 and (shared / smaller >= 0.4 or kind in {"participants", "jobs", "signatures", "spectators"})
    if kind == "speed":
        return True
    shared_keys = one.keys & other.keys
    if len(shared_keys) >= 2 and len(shared_keys) / (min(len(one.keys), len(other.keys)) or 1) >= 0.25:
        return True
    if kind in {"participants", "jobs", "signatures", "spectators"}:
        return bool(one.names & other.names) or bool(one.events & other.events)
    return (
        kind in {"money", "people", "area", "weight", "share"}
        and len(one.names & other.names) + len(one.events & other.events) >= 2
    )


def _apart(a: Quantity, b: Quantity, settings: StatementSettings) -> bool:
    if a.low <= b.high and b.low <= a.high:
        return False
    low, high = (a.high, b.low) if a.high < b.low else (b.high, a.low)
    return high - low > settings.rounding * high


def _update(one: Claim, other: Claim, a: Quantity, b: Quantity, settings: StatementSettings) -> bool:
    """Whether the later count is simply newer.

    Later by a while and higher (of the missing: any), or in the same paper.
    """
    apart = abs(one.time - other.time)
    if apart >= timedelta(hours=settings.update_hours):
        if a.kind == "missing":
            return True
        later, earlier = (a, b) if one.time > other.time else (b, a)
        return later.low >= earlier.low
    # told by the papers themselves within the hour: who has the newer count cannot be known
    return one.own and other.own and apart > timedelta(minutes=20)


def _nearness(one: Claim, other: Claim) -> float:
    smaller = min(len(one.stems), len(other.stems)) or 1
    meet = 1.0 if _days_meet(one, other) else 0.0
    return (
        len(_shared_stems(one, other)) / smaller
        + 0.3 * len(one.names & other.names)
        + meet
        + 0.2 * len(one.events & other.events)
    )


def _distinct(found: list[Candidate], language: str | None) -> tuple[Dispute, ...]:
    """Return one dispute a matter: clashes that share a claim are one, told by the pair that tells it best.

    A contradiction beats what is not confirmed; of equals the reader's language, then the nearer pair, then the first.
    """
    matters: dict[tuple[str, int], tuple[str, int]] = {}

    def matter(key: tuple[str, int]) -> tuple[str, int]:
        while matters.setdefault(key, key) != key:
            key = matters[key]
        return key

    def key_of(kind: DisputeKind, claim: Claim) -> tuple[str, int]:
        return ("figures" if kind is DisputeKind.DIFFERS else "event"), id(claim)

    def rank(one: Candidate) -> tuple[int, int, float, float, int]:
        kind, left, right, near = one
        mine = sum(side.language == language for side in (left, right))
        return _ORDER[kind], -mine, -near, left.time.timestamp(), left.statement.start

    for kind, left, right, _ in found:
        matters[matter(key_of(kind, left))] = matter(key_of(kind, right))
    made: dict[tuple[str, int], Dispute] = {}
    for kind, left, right, _ in sorted(found, key=rank):
        made.setdefault(
            matter(key_of(kind, left)),
            Dispute(kind=kind, about=_about(kind, left, right), left=left.statement, right=right.statement),
        )
    return tuple(made.values())


def _tells(one: Candidate) -> bool:
    """Whether a clash is sure enough to be shown: between two speakers, not between what two papers write."""
    kind, left, right, _ = one
    if VerbClass.OTHER in {left.statement.verb_class, right.statement.verb_class}:
        return False
    return not (left.own and right.own) and (kind is not DisputeKind.DIFFERS or not (left.own or right.own))


def _about(kind: DisputeKind, left: Claim, right: Claim) -> str:
    """Return words of the left side that tell what it is about: its figure, else what both share."""
    content = left.statement.content
    if kind is DisputeKind.DIFFERS:
        kinds = {one.kind for one in right.quantities}
        for one in left.quantities:
            if one.kind in kinds:
                return content[one.start :].split(",")[0].split(".")[0][:60].strip()
    words = [word.strip('.,;:«»“”"') for word in content.split()]
    shared = [word for word in words if word[:1].isupper() and place_key(word) in right.names]
    if shared:
        return ", ".join(dict.fromkeys(shared))
    return right.statement.content if len(right.statement.content) <= 60 else content[:60].rsplit(" ", 1)[0]
