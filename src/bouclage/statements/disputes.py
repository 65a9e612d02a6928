"""Disputes: two statements of one story that cannot both hold, give other figures, or of which one is not confirmed.

Precision comes first: a dispute that is none accuses somebody. Method: de Marneffe, Rafferty and Manning (2008) find
negation, numbers and antonyms the tractable kinds of contradiction; here the first two, over resolved dates and places.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from bouclage.records import Article, Dispute, DisputeKind, Statement, VerbClass, WireCopy
from bouclage.statements.claims import Claim, claims
from bouclage.statements.find import statements
from bouclage.statements.likeness import Likeness
from bouclage.statements.origins import originals
from bouclage.statements.quantities import Quantity
from bouclage.statements.settings import StatementSettings
from bouclage.statements.sides import same_side
from bouclage.statements.vocabulary import is_name

_MOST_CLAIMS = 600  # of one story; pairs grow with the square
_SAYS = frozenset({VerbClass.ASSERTS, VerbClass.ANNOUNCES, VerbClass.DENIES, VerbClass.OTHER})
_CLOSE = 3  # statements back that "this" can mean
_COUNTED_ONCE = frozenset({"participants", "jobs", "signatures", "spectators", "speed"})
_COUNTED_OF_ALL = frozenset({"money", "people", "share"})  # any two sentences may count some
_ORDER = {DisputeKind.CONTRADICTS: 0, DisputeKind.DIFFERS: 1, DisputeKind.UNCONFIRMED: 2}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims that clash; `near` tells how surely they are about one thing."""

    kind: DisputeKind
    left: Claim
    right: Claim
    near: float
    figures: tuple[Quantity, Quantity] | None = None
    points_back: bool = False  # one side only says "this"
    days: bool = False  # they name different days

    @property
    def matter(self) -> str:
        """What it is a clash about: an event, its day, or a count of something."""
        return self.figures[0].kind if self.figures else "day" if self.days else "event"


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
    shown = [one for one in clashes if _tells(one)]
    return tuple(
        Dispute(kind=one.kind, about=_about(one), left=one.left.statement, right=one.right.statement)
        for one in _one_a_matter(shown, (language or "").split("-")[0].lower() or None)
    )


def candidates(
    articles: Sequence[Article],
    *,
    found: Mapping[str, Sequence[Statement]] | None = None,
    copies: Iterable[WireCopy] = (),
    zone: tzinfo = UTC,
    settings: StatementSettings | None = None,
) -> list[Clash]:
    """Return every clash of two claims, before the best of each matter is kept."""
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
    alike = Likeness(made)
    return [
        *_contradictions(made, alike, settings),
        *_unconfirmed(made, alike, settings),
        *_differences(made, alike, settings),
    ]


def _contradictions(made: list[Claim], alike: Likeness, settings: StatementSettings) -> list[Clash]:
    found: list[Clash] = []
    says = [one for one in made if one.positive is not None and one.statement.verb_class in _SAYS and not one.doubtful]
    for index, one in enumerate(says):
        for other in says[index + 1 :]:
            if not _opposed(one, other) or same_side(one, other) or _days_meet(one, other) is False:
                continue
            if _other_counts(one, other):
                continue
            if (one.own or other.own) and not _denied(one, other):
                continue  # what a paper writes itself counts against a denial only
            near = 0.6 if _nobody(one, other, settings) else _about_one_event(one, other, alike, settings)
            if near is not None:
                found.append(Clash(DisputeKind.CONTRADICTS, one, other, near))
    for index, one in enumerate(made):
        if one.statement.verb_class is VerbClass.DENIES and (meant := _meant(made, index)) is not None:
            found.append(Clash(DisputeKind.CONTRADICTS, meant, one, 1.0, points_back=True))
    return _best(found, settings)


def _other_counts(one: Claim, other: Claim) -> bool:
    """Whether both count the same thing, and not alike: "400 pupils" and "150 did not come" are no yes and no."""
    return any(
        a.kind == b.kind and a.high and b.high and (a.low > b.high or b.low > a.high)
        for a in one.quantities
        for b in other.quantities
    )


def _nobody(one: Claim, other: Claim, settings: StatementSettings) -> bool:
    """ "nobody has been arrested" against "a man was arrested", told at about the same time."""
    for none, some in ((one, other), (other, one)):
        kinds = {count.kind for count in none.quantities if count.high == 0} - {"missing"}  # they may be found by now
        if kinds & some.tolls and none.positive is False and some.positive and not some.own and not none.own:
            return abs(one.time - other.time) < timedelta(hours=settings.update_hours * 2)
    return False


def _opposed(one: Claim, other: Claim) -> bool:
    """Whether one says yes and the other no, or both the same with words of opposite meaning."""
    against = any(one.opposites[name] != side for name, side in other.opposites.items() if name in one.opposites)
    return (one.positive != other.positive) != against


def _denied(one: Claim, other: Claim) -> bool:
    return VerbClass.DENIES in {one.statement.verb_class, other.statement.verb_class}


def _about_one_event(
    one: Claim, other: Claim, alike: Likeness, settings: StatementSettings, *, loose: bool = False
) -> float | None:
    """Return how near two claims are if they are about one event, else None."""
    weight, share, words = alike.shared(one, other)
    if max(len(one.things), len(other.things)) > settings.long_things and (
        words < settings.long_words or share < settings.long_share
    ):
        return None  # of long sentences any two share a word or two
    if one.positive == other.positive and one.positive is not None and not share >= settings.opposite_share:
        return None  # an opposite word clashes only where all else is nearly the same
    meet = _days_meet(one, other)
    if one.own or other.own:
        return share if words >= 2 and weight >= settings.own_weight and share >= settings.own_share else None
    if meet and (weight >= settings.dated_weight or any(is_name(key) for key in one.keys & other.keys)):
        return max(share, settings.dated_bonus) + settings.dated_bonus
    if loose and (one.asks or other.asks) and share < settings.asked_share:
        return None  # who leaves open how and why it happened does not leave open that it did
    if loose or _denied(one, other):
        enough = words >= 2 or min(len(one.things), len(other.things)) <= settings.few_things
        return share if enough and weight >= settings.loose_weight and share >= settings.loose_share else None
    for no, yes in ((one, other), (other, one)):
        if no.positive is False and alike.covered(no, yes) < settings.covered_share:
            return None  # "not because of its speed", "not for cars": something else is denied
    if words <= settings.event_words and alike.each_has_more(one, other):
        return None  # "freed four hostages", "freed no soldiers": each has a thing of its own
    # over languages a listed word may mean another thing: two of them are enough only where there is little else
    sure = one.language == other.language or words > 2
    wanted = settings.event_share if sure else settings.across_share
    enough = words >= settings.event_words and weight >= settings.event_weight
    return share if enough and share >= wanted else None


def _best(found: list[Clash], settings: StatementSettings) -> list[Clash]:
    """Keep, of the clashes of each claim, those nearly as near as its nearest: the others are about something else."""
    nearest: dict[int, float] = {}
    for one in found:
        for side in (one.left, one.right):
            nearest[id(side)] = max(nearest.get(id(side), 0.0), one.near)
    return [
        one
        for one in found
        if one.near >= settings.nearly * max(nearest[id(one.left)], nearest[id(one.right)]) or one.points_back
    ]


def _unconfirmed(made: list[Claim], alike: Likeness, settings: StatementSettings) -> list[Clash]:
    found: list[Clash] = []
    for index, one in enumerate(made):
        if one.positive is not None or one.own:
            continue
        for other in made:
            if not other.positive or other.doubtful or other.statement.verb_class not in _SAYS or same_side(one, other):
                continue
            if _days_meet(one, other) is False:
                continue
            near = _about_one_event(one, other, alike, settings, loose=not other.own)
            if near is not None:
                found.append(Clash(DisputeKind.UNCONFIRMED, other, one, near))
        if (meant := _meant(made, index)) is not None and meant.positive:
            found.append(Clash(DisputeKind.UNCONFIRMED, meant, one, 1.0, points_back=True))
    return _best(found, settings)


def _meant(made: list[Claim], index: int) -> Claim | None:
    """What "this" denies or leaves open: the last statement before it in the same article, by somebody else."""
    one = made[index]
    if not one.points_back or one.own or one.doubtful:
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


def _days_meet(one: Claim, other: Claim) -> bool | None:
    """Whether the dates of two claims meet; None if one has none, or nothing can be told."""
    if not one.days or not other.days:
        return None
    pairs = [(a, b) for a in one.days for b in other.days]
    if any(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs):
        return True
    return None if any(_same_weekday(a, b) for a, b in pairs) else False


def _same_weekday(a: tuple[date, date], b: tuple[date, date]) -> bool:
    """Whether two single days are a week apart: one story speaks of one Thursday, and tense may have misled."""
    return a[0] == a[1] and b[0] == b[1] and abs((a[0] - b[0]).days) == 7


def _differences(made: list[Claim], alike: Likeness, settings: StatementSettings) -> list[Clash]:
    found: list[Clash] = []
    counting = [
        one for one in made if one.quantities and one.positive is not None and one.statement.verb_class in _SAYS
    ]
    for index, one in enumerate(counting):
        for other in counting[index + 1 :]:
            if same_side(one, other) or _days_meet(one, other) is False:
                continue
            figures = _figures(one, other, alike, settings)
            if figures is not None:
                none = 0 in {figures[0].high, figures[1].high}  # nobody against somebody is a no against a yes
                _, share, words = alike.shared(one, other)
                if none and words < 2:
                    continue  # "no one was hurt" tells of one place; that it is the same one has to show
                near = share - 0.5 * (one.own + other.own)
                kind = DisputeKind.CONTRADICTS if none else DisputeKind.DIFFERS
                found.append(Clash(kind, one, other, near, figures=figures))
    for index, one in enumerate(made):
        for other in made[index + 1 :]:
            if _other_day(one, other) and not same_side(one, other):
                weight, share, words = alike.shared(one, other)
                if words >= 2 and weight >= settings.event_weight and share >= settings.day_share:
                    found.append(Clash(DisputeKind.DIFFERS, one, other, share, days=True))
    return found


def _other_day(one: Claim, other: Claim) -> bool:
    """Whether two statements name one day each, and another one."""
    if one.own or other.own or len(one.days) != 1 or len(other.days) != 1 or one.quantities or other.quantities:
        return False
    return bool(one.positive) and bool(other.positive) and _days_meet(one, other) is False


def _figures(
    one: Claim, other: Claim, alike: Likeness, settings: StatementSettings
) -> tuple[Quantity, Quantity] | None:
    """Return two counts of one thing that exclude each other, if neither is simply newer."""
    if one.statement.negated != other.statement.negated and not _counts_none(one, other):
        return None
    for a in one.quantities:
        for b in other.quantities:
            if not _comparable(a, b) or not _apart(a, b, settings):
                continue
            if a.toll and (_update(one, other, a, b, settings) or one.earlier or other.earlier):
                continue
            if not a.toll and not _same_count(one, other, a.kind, alike, settings):
                continue
            # a claim that also gives the other's figure knows both
            if any(_comparable(c, b) and not _apart(c, b, settings) for c in one.quantities):
                continue
            if any(_comparable(a, c) and not _apart(a, c, settings) for c in other.quantities):
                continue
            return a, b
    return None


def _comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two counts may be of one thing: of one kind, or both of things that have no kind of their own."""
    if a.kind == b.kind:
        return True
    named = ("topic:", "thing:")  # of two listed things neither is the other; a noun that is not listed may be either
    return ":" in a.kind and ":" in b.kind and not (a.kind.startswith(named) and b.kind.startswith(named))


def _counts_none(one: Claim, other: Claim) -> bool:
    return any(count.high == 0 for claim in (one, other) for count in claim.quantities)


def _same_count(one: Claim, other: Claim, kind: str, alike: Likeness, settings: StatementSettings) -> bool:
    """Whether figures of one kind (jobs, francs) count the same thing: what else the claims say is alike."""
    weight, share, words = alike.shared(one, other)
    if kind in _COUNTED_ONCE:
        return words >= 1 and share >= settings.counted_share
    least = 2 if kind in _COUNTED_OF_ALL else settings.figures_words
    if max(len(one.things), len(other.things)) > settings.long_things:
        return words >= settings.long_words and share >= settings.long_share
    return words >= least and weight >= settings.figures_weight and share >= settings.figures_share


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


def _one_a_matter(found: list[Clash], language: str | None) -> list[Clash]:
    """Return one clash a matter: those that share a claim are one, told by the pair that tells it best.

    A contradiction beats what is not confirmed; of equals the reader's language, then the nearer pair, then the first.
    """
    matters: dict[tuple[str, int], tuple[str, int]] = {}

    def matter(key: tuple[str, int]) -> tuple[str, int]:
        while matters.setdefault(key, key) != key:
            key = matters[key]
        return key

    def rank(one: Clash) -> tuple[int, bool, int, float, float, int]:
        mine = sum(side.language == language for side in (one.left, one.right))
        place = one.left.time.timestamp(), one.left.statement.start
        return _ORDER[one.kind], one.points_back, -mine, -one.near, *place

    for one in found:
        matters[matter((one.matter, id(one.left)))] = matter((one.matter, id(one.right)))
    best: dict[tuple[str, int], Clash] = {}
    for one in sorted(found, key=rank):
        best.setdefault(matter((one.matter, id(one.left))), one)
    return list(best.values())


def _tells(one: Clash) -> bool:
    """Whether a clash is sure enough to be shown: between two speakers, not between what two papers write."""
    if VerbClass.OTHER in {one.left.statement.verb_class, one.right.statement.verb_class}:
        return False
    own = one.left.own + one.right.own
    return own == 0 or (own == 1 and one.kind is not DisputeKind.DIFFERS)


def _about(one: Clash) -> str:
    """Return words of the left side that tell what it is about: its figure, else its beginning."""
    content = one.left.statement.content
    if one.figures is not None:
        return content[one.figures[0].start :].split(",")[0].split(".")[0][:60].strip()
    return content if len(content) <= 60 else content[:60].rsplit(" ", 1)[0]
