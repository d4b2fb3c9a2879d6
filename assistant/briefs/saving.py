"""Briefs as files: written whole or not at all, and read back with what their document shows."""

import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from assistant.briefs.data import Brief, Saved
from assistant.briefs.docx_writing import docx, quotes_in_footnotes, read_docx
from assistant.briefs.laying_out import SHOWN_STYLES
from assistant.briefs.markdown import markdown, quotes_shown, read_markdown
from assistant.briefs.objects import BriefUnreadable, dumped, loaded
from assistant.briefs.wording import as_seen
from assistant.citing.styles import STYLES, cited
from index.disk import sync
from index.errors import TrichDanError, UsageError

Format = Literal["markdown", "docx", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
LARGEST = 200_000_000  # bytes of a brief that is read
_SUFFIXES: Mapping[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".docx": "docx", ".json": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A brief from a file, and by number what the document shows in place of a quote that was edited by hand; empty
    where it no longer shows the quote.
    """

    brief: Brief
    shown: Mapping[int, str]


def format_of(path: Path) -> Format | None:
    """The format that a file's name says; None where it says none."""
    return _SUFFIXES.get(path.suffix.lower())


def written(brief: Brief, form: Format, style: str = "footnote") -> bytes:
    """The brief as a file's bytes; in one of the styles that documents do not show, its sources alone, as text. Raises
    UsageError for a style that is none, and where sources alone are asked for in a document.
    """
    if style not in SHOWN_STYLES:
        return _sources(brief, form, style)
    if form == "docx":
        return docx(brief, style)
    return (dumped(brief) if form == "json" else markdown(brief, style)).encode()


def save(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Writes a file that is whole on the disk when this returns. Raises UsageError where it is there already, unless it
    is to be overwritten, and TrichDanError where it cannot be written; what was there then still is.
    """
    require_free(path, overwrite=overwrite)
    target = path.resolve()
    part = target.with_name(f".brief-{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if overwrite or not _linked(part, target):
            part.replace(target)
        sync(target.parent)
    except OSError as error:
        raise TrichDanError(f"{path}: cannot be written ({error.strerror}). Name another file with --out.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _linked(part: Path, target: Path) -> bool:
    """Gives a file a name that must be free, at once; returns whether the file system has such links."""
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raises UsageError where a file cannot go: a name that none can have, no folder for it, a folder in its place, or
    a file there already that is not to be overwritten.
    """
    try:
        is_folder, has_folder, is_there = path.is_dir(), path.parent.is_dir(), path.exists()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Name another file with --out.") from error
    if is_folder:
        raise UsageError(f"{path} is a folder. Name a file in it with --out.")
    if not has_folder:
        raise UsageError(f"{path}: there is no folder {path.parent}. Make it, or name another file with --out.")
    if is_there and not overwrite:
        raise UsageError(f"{path} is there already. Name another file with --out, or say --overwrite.")


def opened(path: Path) -> Opened:
    """The brief in a file of any of the formats, whatever its name. Raises UsageError where the file cannot be read,
    BriefUnreadable where it is no brief, or one that is torn, of a newer schema, or edited where it must not be.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BriefUnreadable(f"{path}: too big for a brief ({size:,} bytes > {LARGEST:,}). Give another file.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Give a brief: .md, .docx or .json.") from error
    return opened_bytes(content, str(path))


def opened_bytes(content: bytes, where: str) -> Opened:
    """The same of what was in a file; errors call it `where`."""
    if content.startswith(b"PK"):
        brief = read_docx(content, where)
        return Opened(brief, _edited(brief, quotes_in_footnotes(content, where)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefUnreadable(
            f"{where}: not UTF-8 at byte {error.start}. Save it as UTF-8, or give another."
        ) from error
    if text.lstrip().startswith("{"):
        return Opened(loaded(text, where), {})
    text = text.replace("\r\n", "\n")
    brief = read_markdown(text, where)
    return Opened(brief, _edited(brief, quotes_shown(text)))


def _edited(brief: Brief, shown: Mapping[int, str]) -> dict[int, str]:
    """By number, what a document shows in place of a quote. A footnote may have another number than the brief gave it,
    where a program counted them anew: a quote that some footnote shows is shown.
    """
    seen = {number: unicodedata.normalize("NFC", quote) for number, quote in shown.items()}
    expected = {saved.number: _seen(saved) for saved in brief.citations}
    others = {number: quote for number, quote in seen.items() if quote not in expected.values()}
    missing = [number for number, quote in expected.items() if quote not in seen.values()]
    return {number: others.get(number, "") for number in missing}


def _seen(saved: Saved) -> str:
    return unicodedata.normalize("NFC", as_seen(saved.exact))


def _sources(brief: Brief, form: Format, style: str) -> bytes:
    if style not in STYLES:
        raise UsageError(f"no style is called {style!r}; the styles are {', '.join(STYLES)}")
    if form != "markdown":
        raise UsageError(f"--style {style} gives the sources alone, as text: leave --format {form} out.")
    return (cited([saved.citation for saved in brief.citations], style, brief.language) + "\n").encode()
