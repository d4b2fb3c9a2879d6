"""A brief as a Word file with Word's own footnotes. The second door to python-docx; what it has no words for is XML.

The brief's JSON lies in a custom XML part, which Word and LibreOffice keep when they save the file.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from assistant.briefs.data import Brief
from assistant.briefs.laying_out import Block, Mark, blocks, source_runs
from assistant.briefs.objects import BriefUnreadable, dumped, loaded
from assistant.briefs.wording import as_seen
from assistant.citing.fragments import web_address
from assistant.citing.notes import Run

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.opc.part import Part

NAMESPACE = "urn:trich-dan:brief:1"
MAX_UNPACKED = 100_000_000  # bytes of the parts that are read: a brief of 10,000 citations is 30 MB
MAX_PARTS = 5_000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{6F3C1C52-5E0B-4C52-9F0D-7A1B2D5C9E31}"  # any, so that it is the same each time
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {"title": "Title", "heading": "Heading 1", "text": "Normal", "item": "List Bullet"}
_TEXT, _REFERENCE, _QUOTE = "FootnoteText", "FootnoteReference", "FootnoteQuote"
_FIRST_AFTER = ("endnotePr", "compat", "docVars", "rsids")  # what may follow w:footnotePr in w:settings, in order


def docx(brief: Brief, style: str = "footnote") -> bytes:
    """The brief as the bytes of a Word file, its sources shown in one of the styles that documents have."""
    import docx

    word = docx.Document()
    _add_styles(word)
    _set_properties(word, brief)
    seen: set[int] = set()
    for block in blocks(brief, style):
        _add_block(word, block, seen)
    _add_footnotes(word, brief, style)
    _add_data(word, brief)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def read_docx(content: bytes, where: str) -> Brief:
    """The brief that a Word file carries; raises BriefUnreadable where it carries none, or the file is broken."""
    for root in _parts(content, where, "customXml/item"):
        if root.tag == f"{{{NAMESPACE}}}brief":
            return loaded(root.text or "", where)
    raise BriefUnreadable(
        f"{where}: no brief is in it, or the program that saved it last took it out. Give a document that"
        " `python -m assistant brief` wrote, or make it again."
    )


def quotes_in_footnotes(content: bytes, where: str) -> Mapping[int, str]:
    """The quote in each footnote of a Word file as a reader sees it, by the footnote's number: what stands below its
    first paragraph.
    """
    shown: dict[int, str] = {}
    for root in _parts(content, where, "word/footnotes.xml"):
        for note in root.iter(f"{{{_W}}}footnote"):
            number = note.get(f"{{{_W}}}id", "")
            if number.isdecimal() and int(number) and note.get(f"{{{_W}}}type", "normal") == "normal":
                paragraphs = list(note.iter(f"{{{_W}}}p"))[1:]
                shown[int(number)] = as_seen(" ".join(map(_words, paragraphs)))
    return shown


# The document


def _add_block(word: "WordFile", block: Block, seen: set[int]) -> None:
    paragraph = word.add_paragraph(style=_STYLES[block.kind])
    for piece in block.pieces:
        if isinstance(piece, Mark):
            for element in _mark(piece.number, first=piece.number not in seen):
                paragraph._p.append(element)
            seen.add(piece.number)
        else:
            paragraph.add_run(piece.text).bold = piece.strong or None


def _mark(number: int, *, first: bool) -> Iterator[Any]:
    """The elements that refer to a footnote; Word has one reference to each, and a field that repeats its number."""
    style = f'<w:rPr><w:rStyle w:val="{_REFERENCE}"/></w:rPr>'
    if first:
        name = f'w:id="{number}" w:name="_RefNote{number}"'
        yield _element(f"<w:bookmarkStart {name}/>")
        yield _element(f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>')
        yield _element(f'<w:bookmarkEnd w:id="{number}"/>')
    else:
        yield _element(
            f'<w:fldSimple w:instr=" NOTEREF _RefNote{number} \\f \\h "><w:r>{style}<w:t>{number}</w:t></w:r>'
            "</w:fldSimple>"
        )


def _set_properties(word: "WordFile", brief: Brief) -> None:
    """The file's title, language and day; not the template's author."""
    made = datetime.combine(brief.made, time())
    said = word.core_properties
    said.title, said.author, said.comments = as_seen(brief.title)[:255], "", ""
    said.language, said.created, said.modified = brief.language, made, made


def _add_styles(word: "WordFile") -> None:
    """The styles of footnotes, as Word itself would make them, and one for the quotes in them."""
    based = '<w:basedOn w:val="{}"/>'
    for kind, id, name, rest in (
        ("paragraph", _TEXT, "footnote text", based.format("Normal") + _small("")),
        ("paragraph", _QUOTE, "Footnote Quote", based.format(_TEXT) + _small('<w:ind w:left="284"/>')),
        ("character", _REFERENCE, "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
        ("character", "Hyperlink", "Hyperlink", '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'),
    ):
        style = f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{rest}</w:style>'
        word.styles.element.append(_element(style))


def _small(indent: str) -> str:
    """Single-spaced text of ten points."""
    spacing = f'<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>{indent}</w:pPr>'
    return f'{spacing}<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'


# The footnotes


def _add_footnotes(word: "WordFile", brief: Brief, style: str) -> None:
    """The part with the footnotes and the two lines that Word sets above them, and the settings' word of these."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    notes = [_separator(-1, "separator"), _separator(0, "continuationSeparator")]
    for saved in brief.citations:
        runs = source_runs(saved, style, brief.language)
        quote = [as_seen(line) for line in saved.exact.splitlines()]
        notes.append(_note(saved.number, runs, list(filter(None, quote))))
    xml = f'{_HEAD}<w:footnotes xmlns:w="{_W}">{"".join(notes)}</w:footnotes>'
    part = _part(word, "/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, xml)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    listed = _element('<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    settings = word.settings.element
    following = next((child for name in _FIRST_AFTER for child in settings.iterchildren(f"{{{_W}}}{name}")), None)
    if following is None:
        settings.append(listed)
    else:
        following.addprevious(listed)


def _separator(number: int, kind: str) -> str:
    paragraph = (
        f'<w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p>'
    )
    return f'<w:footnote w:type="{kind}" w:id="{number}">{paragraph}</w:footnote>'


def _note(number: int, source: Iterable[Run], quote: Iterable[str]) -> str:
    reference = f'<w:r><w:rPr><w:rStyle w:val="{_REFERENCE}"/></w:rPr><w:footnoteRef/></w:r>'
    first = _paragraph(_TEXT, f"{reference}{_run(' ')}{''.join(map(_source_run, source))}")
    rest = "".join(_paragraph(_QUOTE, _run(line)) for line in quote)
    return f'<w:footnote w:id="{number}">{first}{rest}</w:footnote>'


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _source_run(run: Run) -> str:
    """A run of a source; an address is a field, which needs no list of links beside the footnotes."""
    address = web_address(run.link)
    if not address:
        return _run(run.text, "<w:i/>" if run.italic else "")
    instruction = quoteattr(f' HYPERLINK "{address}" ')  # an address of the web has no quotation mark
    seen = _run(run.text, '<w:rStyle w:val="Hyperlink"/>')
    return f"<w:fldSimple w:instr={instruction}>{seen}</w:fldSimple>"


def _run(text: str, properties: str = "") -> str:
    inner = as_seen(text)
    before, after = " " * text[:1].isspace(), " " * (text[-1:].isspace() and bool(inner))
    said = escape(f"{before}{inner}{after}")
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{said}</w:t></w:r>'


# The data


def _add_data(word: "WordFile", brief: Brief) -> None:
    """The part with the brief's JSON, which is ASCII, and the part that gives it its id."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

    xml = f'{_HEAD}<brief xmlns="{NAMESPACE}">{escape(dumped(brief))}</brief>'
    item = _part(word, "/customXml/item9.xml", "application/xml", xml)
    about = f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_ITEM}">'
    reference = f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    properties = _part(
        word, "/customXml/itemProps9.xml", CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, f"{_HEAD}{about}{reference}"
    )
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    word.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def _part(word: "WordFile", name: str, kind: str, xml: str) -> "Part":
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(name), kind, xml.encode(), word.part.package)


def _element(xml: str) -> Any:
    """An element of Word's own language."""
    from docx.oxml import parse_xml

    return parse_xml(f'<w:document xmlns:w="{_W}">{xml}</w:document>')[0]


# Back


def _parts(content: bytes, where: str, name: str) -> Iterator[Any]:
    """The roots of the XML parts of a Word file whose names begin so; raises BriefUnreadable for a broken file, and for
    one that would unpack to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise _broken(where, f"{len(archive.infolist()):,} parts > {MAX_PARTS:,}")
            named = [part for part in archive.infolist() if part.filename.startswith(name)]
            if (size := sum(part.file_size for part in named)) > MAX_UNPACKED:
                raise _broken(where, f"{size:,} bytes unpacked > {MAX_UNPACKED:,}")
            yield from (_root(archive, part, where) for part in named)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _broken(where, str(error)) from error


def _root(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> Any:
    """A part's root; None of Word's parts declares a document type."""
    from docx.oxml import parse_xml

    xml = archive.read(part)
    if b"<!DOCTYPE" in xml.replace(b"\0", b""):
        raise _broken(where, f"{part.filename}: XML entities in it")
    try:
        return parse_xml(xml)
    except SyntaxError as error:  # lxml's own are of this kind
        raise _broken(where, f"{part.filename}: {error}") from error


def _broken(where: str, why: str) -> BriefUnreadable:
    return BriefUnreadable(
        f"{where}: a broken Word file ({why}). Take the document from before that, or make it again."
    )


def _words(paragraph: Any) -> str:
    """What is seen of a paragraph: no deletion, tabs and breaks as spaces."""
    marks = (f"{{{_W}}}tab", f"{{{_W}}}br", f"{{{_W}}}cr")
    pieces = (
        element.text or "" if element.tag == f"{{{_W}}}t" else " " * (element.tag in marks)
        for element in paragraph.iter()
    )
    return "".join(pieces)
