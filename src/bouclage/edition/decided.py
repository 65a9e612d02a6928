"""Decided: an edition as its editors want it. Pure: the same decisions on the same edition give the same result.

A decision was made about a story as it stood then, and stories change until closing. A story is known again by its id,
and where that is gone (two stories grew together, or one was split) by its articles: the decision goes with the story
that has more than half of them. New reports do not undo a decision, except an edited headline: where the headline it
replaced is no longer the one that speaks for the story, the edit lapses, because it may say what is no longer true.
What lapses is returned, for the editor to see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bouclage.edition.sections import ORDER
from bouclage.records import (
    Counts,
    DecisionKind,
    Edition,
    EditionStory,
    EditorialDecision,
    Fate,
    Lapsed,
    Ledger,
    LedgerEntry,
    Section,
    Told,
)

HELD_BY_EDITOR = "held by the editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An edition after its editors' decisions."""

    edition: Edition
    ledger: Ledger
    before: Edition  # as the machine made it
    lapsed: tuple[Lapsed, ...] = ()
    approved: bool = False


def decided(edition: Edition, ledger: Ledger, decisions: Iterable[EditorialDecision]) -> Decided:
    """Return `edition` and `ledger` as `decisions` want them; decisions about other slots are not looked at."""
    mine = [one for one in decisions if (one.edition, one.day) == (edition.name, edition.day)]
    mine.sort(key=lambda one: (one.at, one.kind, one.story_id))
    table = _Table(edition)
    lapsed: list[Lapsed] = []
    approved = False
    for one in mine:
        if one.kind is DecisionKind.APPROVE:
            approved = True
            continue
        if not one.story_id:
            if one.kind is DecisionKind.NOTE:
                table.note = one.text or None
            continue
        story_id = table.find(one)
        if story_id is None:
            lapsed.append(Lapsed(decision=one, reason="the story is not in this edition"))
            continue
        reason = table.take(story_id, one)
        if reason is not None:
            lapsed.append(Lapsed(decision=one, reason=reason))
    made = table.edition()
    account = _account(ledger, table.held)
    counts = _counts(made, account)
    return Decided(
        edition=replace(made, counts=counts), ledger=account, before=edition, lapsed=tuple(lapsed), approved=approved
    )


class _Table:
    """The stories on the table, with what was decided of each."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self.note = edition.note
        self.held: dict[str, str] = {}  # story -> reason
        self._stories: dict[str, EditionStory] = {story.id: story for story in edition.stories}
        self._section = {story.id: section.name for section in edition.sections for story in section.stories}
        self._place: dict[str, EditorialDecision] = {}

    def find(self, decision: EditorialDecision) -> str | None:
        """Return the story a decision is about now."""
        if decision.story_id in self._stories:
            return decision.story_id
        about = set(decision.basis)
        if not about:
            return None
        shares = {
            story.id: len(about & {report.article_id for report in story.reports}) for story in self._stories.values()
        }
        best = max(sorted(shares), key=lambda one: shares[one], default=None)
        return best if best is not None and shares[best] * 2 > len(about) else None

    def take(self, story_id: str, decision: EditorialDecision) -> str | None:
        """Follow one decision; return why not, where that cannot be."""
        story = self._stories[story_id]
        if story.series is not None and decision.kind in (DecisionKind.HEADLINE, DecisionKind.NOTE):
            return "a machine-made series stands as a table, without headline or note"
        match decision.kind:
            case DecisionKind.HOLD:
                if story_id != decision.story_id and not _within(story, decision.basis):
                    return "the story has become part of another, which is not held"
                self.held[story_id] = decision.text
            case DecisionKind.PLACE:
                self._place[story_id] = decision
            case DecisionKind.SECTION:
                if decision.text not in ORDER:
                    return f"there is no section {decision.text}"
                self._section[story_id] = decision.text
            case DecisionKind.HEADLINE:
                if story.headline.text != decision.replaces:
                    return "another headline speaks for the story since it was edited"
                self._stories[story_id] = replace(story, headline_by_editor=decision.text or None)
            case DecisionKind.NOTE:
                self._stories[story_id] = replace(story, note=decision.text or None)
            case DecisionKind.APPROVE:
                return "a story is not approved alone"
        return None

    def edition(self) -> Edition:
        """Return the edition as decided."""
        parts: dict[str, list[EditionStory]] = {}
        for before in self._edition.stories:
            if before.id not in self.held:
                parts.setdefault(self._section[before.id], []).append(self._stories[before.id])
        original = {section.name: [story.id for story in section.stories] for section in self._edition.sections}
        sections = []
        for name in ORDER:
            if parts.get(name):
                arrived = [story for story in parts[name] if story.id not in original.get(name, ())]
                ranked = _merged([s for s in parts[name] if s not in arrived], arrived)
                sections.append(Section(name=name, stories=tuple(_placed(ranked, self._place))))
        known = [section.name for section in sections]
        sections += [
            replace(section, stories=tuple(parts[section.name]))  # a section this program has no place for
            for section in self._edition.sections
            if section.name not in ORDER and section.name not in known and parts.get(section.name)
        ]
        return replace(self._edition, sections=tuple(sections), note=self.note)


def _within(story: EditionStory, basis: tuple[str, ...]) -> bool:
    return {report.article_id for report in story.reports} <= set(basis)


def _merged(ranked: list[EditionStory], arrived: list[EditionStory]) -> list[EditionStory]:
    """Return both lists as one: who was moved here stands where its score puts it."""
    made = list(ranked)
    for story in sorted(arrived, key=lambda one: (-one.score, one.id)):
        at = next((index for index, other in enumerate(made) if other.score < story.score), len(made))
        made.insert(at, story)
    return made


def _placed(stories: list[EditionStory], places: Mapping[str, EditorialDecision]) -> list[EditionStory]:
    """Return the stories with those placed by an editor at their place; of two at one place the later decision wins."""
    free = [story for story in stories if story.id not in places]
    fixed = [story for story in stories if story.id in places]
    fixed.sort(key=lambda story: (places[story.id].position or 0, places[story.id].at, story.id))
    for story in fixed:
        free.insert(min(places[story.id].position or 0, len(free)), story)
    return free


def _account(ledger: Ledger, held: Mapping[str, str]) -> Ledger:
    """Return the ledger with the items of held stories held: they come back in the next edition."""
    if not held:
        return ledger

    def line(entry: LedgerEntry) -> LedgerEntry:
        why = held.get(entry.story_id or "")
        if why is None or entry.fate not in (Fate.PRINTED, Fate.MERGED):
            return entry
        told = (Told(code="held_by_editor_why", values=(why,)) if why else Told(code="held_by_editor"),)
        return replace(entry, fate=Fate.HELD, reason=f"{HELD_BY_EDITOR}: {why}" if why else HELD_BY_EDITOR, told=told)

    entries = sorted(map(line, ledger.entries), key=lambda entry: (entry.fate, entry.outlet, entry.item))
    return replace(ledger, entries=tuple(entries))


def _counts(edition: Edition, ledger: Ledger) -> Counts:
    fates = [entry.fate for entry in ledger.entries]
    return replace(
        edition.counts,
        read=len(fates),
        printed=fates.count(Fate.PRINTED),
        merged=fates.count(Fate.MERGED),
        held=fates.count(Fate.HELD),
        refused=fates.count(Fate.REFUSED),
        stories=len(edition.stories),
    )
