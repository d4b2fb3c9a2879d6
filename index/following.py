"""A folder, watched: the one door to watchfiles."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.files.listing import require_folder

TURN = 250  # milliseconds after which it looks whether it was interrupted
SETTLED = 500  # milliseconds without a change before one is told of: files come in bursts


@contextmanager
def following(articles: Path, index: Path) -> Iterator[Iterator[None]]:
    """One item for each burst of changes below `articles`, from the moment this is entered; the changes of an index
    that lies inside are none. It ends only by an interruption. Raises UsageError where there is no such folder.
    """
    import watchfiles

    own = str(index.resolve())

    def theirs(_: watchfiles.Change, path: str) -> bool:
        return not Path(path).name.startswith(".") and not f"{path}/".startswith(f"{own}/")

    require_folder(articles)
    changes = watchfiles.watch(articles, watch_filter=theirs, step=SETTLED, yield_on_timeout=True, rust_timeout=TURN)
    next(changes)  # only now does it watch, and goes on while its caller is at work
    yield (None for found in changes if found)
