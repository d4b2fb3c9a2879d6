"""A brief as Markdown: footnotes at its end, each with the exact quote as a block, and the whole brief in a comment.

The comment holds the brief's JSON, packed by zlib, in base64: no quote can end it, and an editor that breaks lines,
turns quotes or normalises letters does not change it.
"""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill

from assistant.briefs.data import Brief, Saved
from assistant.briefs.laying_out import Block, Mark, Piece, blocks, source_runs
from assistant.briefs.objects import BriefUnreadable, dumped, loaded
from assistant.briefs.wording import as_seen
from assistant.citing.markdown import marked
from assistant.citing.notes import Run
from assistant.data import Language

NAME = "trich-dan-brief"
MOST = 100_000_000  # bytes of JSON that are unpacked: a brief of 10,000 citations is 30 MB
_OPENED = f"<!-- {NAME}, which the command verify reads; leave it as it is:"
_DATA = re.compile(rf"<!--\s*{NAME}\b[^:]*:([A-Za-z0-9+/=\s]*)-->")
_FOOTNOTE = re.compile(r" {0,3}\[\^(\d{1,6})\]:")
_BLOCK = re.compile(r"\s*(?:>\s?)+")  # what stands before a line of a quote
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BEFORE = {"title": "# ", "heading": "## ", "text": "", "item": "- "}


def markdown(brief: Brief, style: str = "footnote") -> str:
    """The brief in Markdown, its sources shown in one of the styles that documents have."""
    data = fill(base64.b64encode(zlib.compress(dumped(brief).encode(), 9)).decode(), 76)
    return f"{readable(brief, style)}\n\n{_OPENED}\n{data}\n-->\n"


def readable(brief: Brief, style: str = "footnote") -> str:
    """The same without what carries the brief along: all that a reader sees, to be pasted somewhere."""
    notes = "\n\n".join(_footnote(citation, style, brief.language) for citation in brief.citations)
    return "\n\n".join(filter(None, [_body(brief, style), notes]))


def read_markdown(text: str, where: str) -> Brief:
    """The brief that a Markdown document carries; raises BriefUnreadable where it carries none, or a torn one."""
    found = list(_DATA.finditer(text))
    if not found:
        why = "the comment at its end that holds the brief is torn" if NAME in text else "no brief is in it"
        raise BriefUnreadable(
            f"{where}: {why}. Give a document that `python -m assistant brief` wrote, with the comment as it wrote it,"
            " or make it again."
        )
    try:
        data = _unpacked(base64.b64decode("".join(found[-1][1].split()), validate=True)).decode()
    except (binascii.Error, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise BriefUnreadable(
            f"{where}: the comment at its end that holds the brief is torn ({error}). Take the document from before"
            " that, or make it again."
        ) from error
    return loaded(data, where)


def _unpacked(content: bytes) -> bytes:
    """What zlib packed; raises EOFError where that is not whole, or more than a brief can be."""
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(content, MOST)
    if not unpacking.eof or unpacking.unused_data:
        raise EOFError("its end is not where it should be")
    return data


def quotes_shown(text: str) -> Mapping[int, str]:
    """The quote in each footnote of a Markdown document as a reader sees it, by the footnote's number."""
    shown: dict[int, list[str]] = {}
    number: int | None = None
    quoting = False  # whether a line without a mark before it goes on with the quote, as Markdown lets it
    before = ""
    for line in _DATA.sub("", text).split("\n"):
        block = _BLOCK.match(line)
        if begins := _FOOTNOTE.match(line):
            number, block = int(begins[1]), None
            shown[number] = []
        elif not before.strip() and line[:1].strip() and not block:
            number = None  # what follows a blank line unindented is no footnote's
        quoting = bool(line.strip()) and (block is not None or (quoting and not begins))
        if number is not None and quoting:
            shown[number].append(line[block.end() :] if block else line)
        before = line
    return {number: _unescaped("\n".join(lines)) for number, lines in shown.items()}


def _unescaped(text: str) -> str:
    """Words of a Markdown document as a reader sees them; a backslash that ends a line breaks it."""
    whole = text.replace("\\\n", "\n")
    return as_seen("".join(_literal(whole)))


def _literal(text: str) -> Iterator[str]:
    at = 0
    for found in _ESCAPED.finditer(text):
        yield html.unescape(text[at : found.start()])
        yield found[1]
        at = found.end()
    yield html.unescape(text[at:])


def _body(brief: Brief, style: str) -> str:
    """Everything above the footnotes; the items of a list stand close together."""
    written: list[str] = []
    before = ""
    for block in blocks(brief, style):
        close = "\n" if block.kind == before == "item" else "\n\n"
        written += [close if written else "", _block(block)]
        before = block.kind
    return "".join(written)


def _block(block: Block) -> str:
    return _BEFORE[block.kind] + "".join(_pieces(block.pieces))


def _pieces(pieces: Iterable[Piece]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        if isinstance(piece, Mark):
            yield f"[^{piece.number}]"
            continue
        text = marked([Run(piece.text)]) if not number and not piece.strong else _inline(piece.text)
        yield f"**{text}**" if piece.strong else text


def _inline(text: str) -> str:
    """Words within a line."""
    return marked([Run("\0"), Run(text)]).removeprefix("\0")


def _footnote(saved: Saved, style: str, language: Language) -> str:
    source = marked(source_runs(saved, style, language))
    lines = [as_seen(line) for line in saved.exact.splitlines()]
    quote = "\n".join(f"    > {marked([Run(line)])}".rstrip() for line in lines)
    return f"[^{saved.number}]: {source}\n\n{quote}"
