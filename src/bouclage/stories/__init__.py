"""Group reports into stories: one story an event, over outlets, languages and days.

Takes articles in any order, their wire copies and the stories of the days before with their articles; gives stories in
which every article stands exactly once, each membership with its reason in words.
The last days are decided again from what is at hand, so that batches mean nothing; older reports stay where they are.
An editor's rulings (split, merge, pin) win over the evidence. Never asks a model; never sees the store or the clock.
"""

from bouclage.stories.embedder import Embedder
from bouclage.stories.grouping import group, score
from bouclage.stories.rulings import merge, pin, ruled, split
from bouclage.stories.settings import StorySettings
from bouclage.stories.stories import stories

__all__ = ["Embedder", "StorySettings", "group", "merge", "pin", "ruled", "score", "split", "stories"]
