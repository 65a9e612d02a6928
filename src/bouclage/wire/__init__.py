"""Find wire copies: near-identical texts, whoever prints them.

Takes articles, the wire copies found before and the ids of sources that are agencies; gives every text that is printed
at least twice, with its printings and, for each, the overlap and the reason in words.
Never compares by topic: two reports of one event by two writers are no copies; never looks at the store or the clock.
"""

from bouclage.wire.copies import wire_copies
from bouclage.wire.settings import WireSettings

__all__ = ["WireSettings", "wire_copies"]
