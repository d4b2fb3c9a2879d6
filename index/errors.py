"""What can go wrong, each with its remedy.

    TrichDanError               anything the reader is told in one sentence; exit 1
    ├── UsageError              a question, option or setting that cannot be taken; exit 2
    ├── NoIndex                 no index where one was expected; exit 4
    ├── NoModel                 the sentence model cannot be had; exit 5
    ├── IndexBusy               another process is writing this index; exit 1
    └── IndexUnusable           another encoder, a newer format, a damaged database; exit 1

An error's text says what, where, what was expected and what to do. Nobody shows a traceback for one of these.
"""


class TrichDanError(Exception):
    """A failure the reader is told about in one sentence; `exit_code` is what the command returns."""

    exit_code = 1


class UsageError(TrichDanError):
    """A question, option or setting that cannot be taken."""

    exit_code = 2


class NoIndex(TrichDanError):
    """There is no index where one was expected."""

    exit_code = 4


class NoModel(TrichDanError):
    """The sentence model cannot be had."""

    exit_code = 5


class IndexBusy(TrichDanError):
    """Another process is writing this index."""


class IndexUnusable(TrichDanError):
    """The index is of another encoder, of a newer format, or damaged beyond repair."""
