"""What a file says: its text, and what stands beside the text."""

from dataclasses import dataclass
from datetime import date

from index.data import Omission


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said of an article outside its text: an HTML head, a column of an export, a sidecar; None: nothing."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What the folder's owner states of one article: of `metadata` only the fields named in `fields` count.

    A field named and None says that it is not known: "no author", "no date".
    """

    metadata: Metadata = Metadata()
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    r"""One article as its file has it; `text` is NFC, its lines end in \n, and all offsets count its characters.

    `known` are spans of the text that its format shows to be no part of the article, such as a PDF's page headers; in
    order, apart. `made` is the day the file says it was made: it may pin the year of a day the text names, and is never
    the day of publication. `encoding` names what the bytes were read as, where that is not Unicode. `is_marked`
    where the format parts the article from the page around it, so that nothing has to be guessed at unmarked lines.
    """

    id: str
    text: str
    metadata: Metadata = Metadata()
    known: tuple[Omission, ...] = ()
    made: date | None = None
    encoding: str | None = None
    is_marked: bool = False
