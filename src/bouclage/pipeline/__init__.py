"""The stages in order, saving between them."""

from bouclage.pipeline.close import Closing, close_edition, mark_missed, settled_days
from bouclage.pipeline.collect import Collected, Visit, collect
from bouclage.pipeline.files import FilesRead, collect_files, document_of
