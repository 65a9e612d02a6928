"""Who said what, when, and where reports clash: spans of articles, never new words.

Takes the articles of one story; gives statements (who, the words, the verb's class, negated or not), a timeline of
dated events and disputes. Works by word lists (`lexicon/`) and rules, in German, English, French and Italian.
Never invents: everything shown is `article.text[start:end]`. Never looks at the store, the clock or the network.
"""

from bouclage.statements.disputes import disputes
from bouclage.statements.find import statements
from bouclage.statements.settings import StatementSettings
from bouclage.statements.story import story_statements
from bouclage.statements.timeline import dates, timeline

__all__ = ["StatementSettings", "dates", "disputes", "statements", "story_statements", "timeline"]
