"""Document → Entries, Articles.

Takes one document and the source it came from; gives what it lists (`read_source`), the article a page holds
(`read_page`), an article made of a feed's entry (`article_from_entry`), all articles in a file (`read_file`), the
pages of an archive one by one (`pages_of`), the copy of a photo (`read_picture`), or the weather to come
(`read_forecast`, and in three steps `nearest_point`, `newest_run`, `read_swiss`).
What cannot be read is a Refusal or a complaint in words, never an exception.
Never fetches, never looks at the clock, never writes; input is bounded, outside references are not followed.
"""

from bouclage.read.entry import article_from_entry
from bouclage.read.file import read_file
from bouclage.read.forecast import read_forecast
from bouclage.read.forecast_swiss import nearest_point, newest_run, read_swiss
from bouclage.read.listing import Listing
from bouclage.read.page import read_page
from bouclage.read.picture import read_picture
from bouclage.read.source import read_source
from bouclage.read.warc import pages_of

__all__ = [
    "Listing",
    "article_from_entry",
    "nearest_point",
    "newest_run",
    "pages_of",
    "read_file",
    "read_forecast",
    "read_page",
    "read_picture",
    "read_source",
    "read_swiss",
]  # fmt: skip
