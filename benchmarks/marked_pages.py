"""Pages in the image of other outlets, each line marked with what it is; made up, word for word.

A file of `pages/` has "@ key: value" lines for the record expected, then the page: "+ " before a line of the article,
"- " before one of the page around it, "? " before one that may be either.
"""

from dataclasses import dataclass
from pathlib import Path

from index.data import Article

FOLDER = Path(__file__).parent / "pages"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_file())


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's text, the record expected, and its lines with their marks and offsets."""

    text: str
    record: dict[str, str | None]
    marked: tuple[tuple[str, int, int], ...]

    def lines(self, mark: str) -> list[str]:
        """The lines with that mark."""
        return [self.text[start:end] for each, start, end in self.marked if each == mark]

    def lines_in_body(self, mark: str, article: Article) -> list[str]:
        """The lines with that mark that are wholly in the article's body."""
        return [
            self.text[start:end]
            for each, start, end in self.marked
            if each == mark and any(span.start <= start and end <= span.end for span in article.body)
        ]


def marked_page(name: str) -> MarkedPage:
    """The page in the file of that name."""
    rows = (FOLDER / name).read_text("utf-8").splitlines()
    stated = [row[2:].partition(": ") for row in rows if row.startswith("@ ")]
    record = {key: None if value == "none" else value for key, _, value in stated}
    page = [row for row in rows if not row.startswith("@ ")]
    marked, start = [], 0
    for row in page:
        if row:
            marked.append((row[0], start, start + len(row) - 2))
        start += max(len(row) - 2, 0) + 1
    return MarkedPage("\n".join(row[2:] for row in page), record, tuple(marked))
