"""The errors that the chat tells its readers; they are raised and described in `index.errors` and `index.store`."""

from index.errors import IndexBusy, IndexUnusable, NoIndex, NoModel, TrichDanError, UsageError
from index.store import NoArticle

__all__ = ["IndexBusy", "IndexUnusable", "NoArticle", "NoIndex", "NoModel", "TrichDanError", "UsageError"]
