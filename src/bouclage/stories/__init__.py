"""Group reports into stories: one story an event, over outlets, languages and days.

Takes articles in any order, their wire copies and the stories of the days before with their articles; gives stories in
which every article stands exactly once, each membership with its reason in words.
Never splits a story given to it, never asks a model, never looks at the store or the clock.
"""

from bouclage.stories.grouping import group, score
from bouclage.stories.settings import StorySettings
from bouclage.stories.stories import stories

__all__ = ["StorySettings", "group", "score", "stories"]
