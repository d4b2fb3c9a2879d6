"""The errors that the chat tells its readers; they are raised and described in `index.errors`."""

from index.errors import IndexBusy, IndexUnusable, NoIndex, NoModel, TrichDanError, UsageError

__all__ = ["IndexBusy", "IndexUnusable", "NoIndex", "NoModel", "TrichDanError", "UsageError"]
