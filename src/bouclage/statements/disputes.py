"""Disputes: two statements of one story that cannot both hold, give other figures, or of which one is not confirmed.

Precision comes first: a dispute that is none accuses somebody. Method: de Marneffe, Rafferty and Manning (2008) find
negation, numbers and antonyms the tractable kinds of contradiction. Rules propose pairs, learned weights judge them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from bouclage.records import Article, Dispute, DisputeKind, Statement, VerbClass, WireCopy
from bouclage.statements.claims import Claim, claims
from bouclage.statements.find import statements
from bouclage.statements.judgement import likelihood, threshold
from bouclage.statements.likeness import Likeness
from bouclage.statements.origins import originals
from bouclage.statements.proposals import Proposal, proposals
from bouclage.statements.quantities import Quantity
from bouclage.statements.settings import StatementSettings

_MOST_CLAIMS = 600  # of one story; pairs grow with the square
_ORDER = {DisputeKind.CONTRADICTS: 0, DisputeKind.DIFFERS: 1, DisputeKind.UNCONFIRMED: 2}


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims that clash; `near` tells how surely."""

    kind: DisputeKind
    left: Claim
    right: Claim
    near: float
    matter: str  # what it is a clash about: an event, its day, or a count of something
    figures: tuple[Quantity, Quantity] | None = None
    points_back: bool = False  # one side only says "this"


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
    judged = [
        Clash(one.kind, one.left, one.right, 1.0 if one.meant else near, one.matter, one.figures, one.meant)
        for one in proposed(articles, found=found, copies=copies, zone=zone, settings=settings)
        if (near := likelihood(one.learned_as, one.measured)) >= threshold(one.learned_as) or one.meant
    ]
    return _best(judged, settings)


def proposed(
    articles: Sequence[Article],
    *,
    found: Mapping[str, Sequence[Statement]] | None = None,
    copies: Iterable[WireCopy] = (),
    zone: tzinfo = UTC,
    settings: StatementSettings | None = None,
) -> list[Proposal]:
    """Return the pairs that may clash, before they are judged: what the weights are learned on."""
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
    return list(proposals(made, Likeness(made), settings))


def _best(found: list[Clash], settings: StatementSettings) -> list[Clash]:
    """Keep, of the clashes of each claim, those nearly as sure as its surest: the others are about something else."""
    nearest: dict[int, float] = {}
    for one in found:
        for side in (one.left, one.right):
            nearest[id(side)] = max(nearest.get(id(side), 0.0), one.near)
    return [
        one
        for one in found
        if one.near >= settings.nearly * max(nearest[id(one.left)], nearest[id(one.right)]) or one.points_back
    ]


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
