"""What articles have in common: an outlet's own lines, which are set apart, and the same story told twice."""

from collections.abc import Callable, Iterable

from index.articles.common import LEAST, without_common
from index.likeness import DAYS, bands, body_text, same_story, signature
from index.writer import Writer

MOST_ALIKE = 50  # articles that one is compared with word by word: those with the most bands in common


def set_common_apart(writer: Writer, new: Iterable[int]) -> list[int]:
    """Leaves out of every article the lines that are its outlet's own, now that some articles are new and some gone.

    The keys of the articles whose body that changed.
    """
    came, gone = set(new), writer.orphans()
    outlets = writer.outlets_of([*came, *gone])
    writer.forget(gone)
    changed: list[int] = []
    for outlet in sorted(outlets):
        before, now = writer.common(outlet), writer.lines_in_common(outlet, LEAST)
        if before != now:
            writer.put_common(outlet, now)
        concerned = [*writer.articles_with(outlet, before ^ now), *(came & set(writer.articles_with(outlet, now)))]
        changed += [key for key in dict.fromkeys(concerned) if _amended(writer, key, now)]
    return changed


def relate(writer: Writer, keys: Iterable[int], report: Callable[[int], None]) -> None:
    """Finds for each of these articles which others are the same story; `report` is told how many are done."""
    for count, key in enumerate(keys, 1):
        article = writer.article(key)
        sketch = signature(body_text(article))
        writer.put_bands(key, bands(sketch) if sketch else ())
        for other in writer.alike(key, DAYS, MOST_ALIKE):
            if same_story(article, writer.article(other)):
                writer.put_near(key, other)
        report(count)


def _amended(writer: Writer, key: int, common: frozenset[int]) -> bool:
    """Whether the article is another without these lines; it is then stored so."""
    article = writer.article(key)
    amended = without_common(article, common)
    if amended == article:
        return False
    writer.amend(key, amended)
    return True
