"""Out of the library: articles and annotations, chosen by a few filters, in any format of the registry.

An export sees one state of the database, whatever others write meanwhile, and reads one article at a time.
"""

from annotations.exporting.exports import Asked, LossError, article_record, export, export_file, losses_of
from annotations.exporting.run import Exported
from annotations.exporting.selection import (
    Advance,
    Selection,
    Watch,
    find_sentences,
    refuse_unknown,
    sentences_of_article,
)

__all__ = [
    "Advance", "Asked", "Exported", "LossError", "Selection", "Watch", "article_record", "export", "export_file",
    "find_sentences", "losses_of", "refuse_unknown", "sentences_of_article",
]  # fmt: skip
