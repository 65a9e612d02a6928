"""What changed between two versions of a report, word by word, and whether it matters.

Paragraphs are compared first, words within those that changed (longest common runs: Ratcliff and Obershelp 1988, as in
difflib). A change is a typo only where nothing else can be meant: punctuation and spacing, a doubled word, capitals,
accents, or a word of four letters and more in which letters were missing, too many or swapped. Figures, short words,
words put in or taken out, and capitalised words with other letters are substance: "Iran" is not a misspelt "Irak".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bouclage.records import Article, Edit, PubStatus, Revision, RevisionKind

_TOKEN = re.compile(r"\w+(?:[’'.,]\w+)*|[^\w\s]")
_MOST_TOKENS = 1_500  # of one paragraph compared word by word; longer ones are given as replaced
_MOST_PARAGRAPHS = 2_000
_TYPO_LETTERS = 4  # letters from which a word can be misspelt and still be known

_Span = tuple[int, int]


def silent_revision(versions: Sequence[Article]) -> Revision | None:
    """Return what was changed without a word over the versions of an item, given oldest first; None if nothing was.

    A new version number, or a publisher's word on it, says openly that there is a change. Excerpts read because the
    page could not be had are no versions of its text.
    """
    latest = versions[-1]
    if latest.signal is not None or latest.partial:
        return None
    told = [
        version
        for version in versions
        if version.pub_status is PubStatus.USABLE and not version.partial and version.version == latest.version
    ]
    others = [version for version in told if version.text != latest.text]
    if not others:
        return None
    if told[0].text != latest.text:
        return revision(told[0], latest)
    return revision(others[-1], latest, reverted=True)


def revision(before: Article, after: Article, *, reverted: bool = False) -> Revision | None:
    """Compare two versions of a report; None where they say the same words."""
    edits = tuple(_edits(before.text, after.text))
    if not edits:
        return None
    substance = any(edit.kind is RevisionKind.SUBSTANCE for edit in edits)
    return Revision(
        item=after.item,
        before_id=before.id,
        after_id=after.id,
        seen=after.seen,
        kind=RevisionKind.SUBSTANCE if substance else RevisionKind.TYPO,
        edits=edits,
        reverted=reverted,
    )


def _edits(before: str, after: str) -> Iterable[Edit]:
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > _MOST_PARAGRAPHS:
        old, new = [(0, len(before))], [(0, len(after))]
    matcher = SequenceMatcher(
        None, [before[slice(*span)] for span in old], [after[slice(*span)] for span in new], False
    )
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = _over(old[old_from:old_to], before), _over(new[new_from:new_to], after)
        # where nothing stands on one side, its place is after what came before
        left = left or (_end(old, old_from), _end(old, old_from))
        right = right or (_end(new, new_from), _end(new, new_from))
        yield from _words(before, left, after, right)


def _paragraphs(text: str) -> list[_Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _over(spans: list[_Span], text: str) -> _Span | None:
    return (spans[0][0], spans[-1][1]) if spans and text else None


def _end(spans: list[_Span], row: int) -> int:
    return spans[row - 1][1] if row else 0


def _words(before: str, left: _Span, after: str, right: _Span) -> Iterable[Edit]:
    old = [match.span() for match in _TOKEN.finditer(before, *left)]
    new = [match.span() for match in _TOKEN.finditer(after, *right)]
    if not old or not new or max(len(old), len(new)) > _MOST_TOKENS:
        if before[slice(*left)] != after[slice(*right)]:
            yield _edit(before, left, after, right, old=old, new=new)
        return
    matcher = SequenceMatcher(
        None, [before[slice(*span)] for span in old], [after[slice(*span)] for span in new], False
    )
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        one = (old[old_from][0], old[old_to - 1][1]) if old_to > old_from else (_place(old, old_from, left),) * 2
        other = (new[new_from][0], new[new_to - 1][1]) if new_to > new_from else (_place(new, new_from, right),) * 2
        around = [before[slice(*span)] for span in old[max(0, old_from - 1) : old_to + 1]]
        yield _edit(before, one, after, other, old=old[old_from:old_to], new=new[new_from:new_to], around=around)


def _place(spans: list[_Span], row: int, within: _Span) -> int:
    return spans[row - 1][1] if row else within[0]


def _edit(
    before: str,
    left: _Span,
    after: str,
    right: _Span,
    *,
    old: list[_Span],
    new: list[_Span],
    around: Sequence[str] = (),
) -> Edit:
    olds, news = [before[slice(*span)] for span in old], [after[slice(*span)] for span in new]
    return Edit(
        before=before[slice(*left)],
        after=after[slice(*right)],
        before_start=left[0],
        after_start=right[0],
        kind=RevisionKind.TYPO if _is_typo(olds, news, around) else RevisionKind.SUBSTANCE,
    )


def _is_typo(old: list[str], new: list[str], around: Sequence[str]) -> bool:
    mine, yours = [word for word in old if word[0].isalnum()], [word for word in new if word[0].isalnum()]
    if not mine and not yours:
        return True  # punctuation alone
    if "".join(mine).casefold() == "".join(yours).casefold():
        return True  # spaces, hyphens and capitals alone
    if not yours and len(mine) == 1 and not mine[0][0].isdigit():
        return any(one == other == mine[0] for one, other in pairwise(around))  # "le le lac"
    return len(mine) == len(yours) and all(
        one == other or _misspelt(one, other) for one, other in zip(mine, yours, strict=True)
    )


def _misspelt(one: str, other: str) -> bool:
    """Whether two words can only be one word, spelt wrong and right."""
    if any(char.isdigit() for char in one + other):
        return False
    if _plain(one) == _plain(other):
        return True  # accents and capitals
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if len(short) < _TYPO_LETTERS:
        return False
    if sorted(short) == sorted(long) and len([1 for a, b in zip(short, long, strict=True) if a != b]) == 2:
        return True  # two letters swapped
    if len(long) - len(short) == 1:
        # one letter missing; but not the ending that makes it another word: singular and plural, a verb's tense
        at = next((row for row, char in enumerate(short) if char != long[row]), len(short))
        return short[at:] == long[at + 1 :] and at < len(short)
    if len(long) == len(short) and not (one[0].isupper() or other[0].isupper()):
        wrong = [row for row, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        return len(wrong) == 1 and len(short) > 2 * _TYPO_LETTERS and 0 < wrong[0] < len(short) - 2
    return False


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
