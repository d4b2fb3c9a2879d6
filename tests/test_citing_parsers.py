"""What other programs read in the exports: pybtex, rispy, a CSL processor and a Markdown parser."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.citing.markdown import markdown_footnote
from assistant.citing.styles import cited
from assistant.data import Citation
from index.data import Article, Basis, Passage

NASTY = [
    '"', "“", "”", "«", "»", "'", "{", "}", "}{", "\\", "\\input{x}", "%", "&", "$", "#", "_", "~", "^", "@", "--",
    "``", "\n", "\n\n", "\t", "\u00a0", "\u2028", "*", "**", "`", "[a](javascript:x)", "![](x)", "<b>", "</script>",
    "<!--", "&amp;", "&lt;", "|", "1.", "- ", "# ", "http://x.vn", "www.x.vn", "TY  - ", "ER  - ", "N1  - x", ";", ",",
    "\U0001f30a", "שלום", "مرحبا", "e\u0323\u0302", "ọ\u0323", "漢字", " and ", "=", "+", ":", "...", "?", "!",
]  # fmt: skip
WORDS = ["Hà", "Nội", "Đinh", "lũ", "ở", "Huế", "8,89%", "Viêng", "Chăn", "thúc", "đẩy", "CẦU", "nối"]
PEOPLE = ["Đinh Tiến Dũng", "Quỳnh Dương", "Nguyễn Thị Bích Ngọc", "Lê An", "John Smith"]
SETTINGS = settings(max_examples=200, deadline=None)


@dataclass(frozen=True, slots=True)
class Made:
    """Citations made up, and who their article names as its authors."""

    citations: tuple[Citation, ...]
    authors: tuple[str, ...]

    @property
    def article(self) -> Article:
        """The article that both are of."""
        return self.citations[0].passage.article


def line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


texts = st.lists(st.sampled_from(NASTY) | st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8"), max_size=5))
lines = texts.map(" ".join).map(lambda text: line(re.sub("[\x00-\x1f\x7f-\x9f]", " ", text))).filter(bool)
quotes = texts.map(" ".join).map(lambda text: re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", text)).filter(str.strip)
days = st.dates(date(1900, 1, 1), date(2030, 1, 1))
addresses = st.sampled_from([None, "https://bao.vn/a_b-c.html?x=1&y=%20#z", "http://bao.vn/~an/lũ lụt.html"])


@st.composite
def made(draw: st.DrawFn) -> Made:
    """One article with one or two quotes, everything in its record out of hand but what a record rules out."""
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3))
    author = draw(st.sampled_from([" - ", ", ", " và "])).join(people)
    if not people and draw(st.booleans()):
        author = draw(lines.filter(lambda text: "," not in text and not text.isdecimal()))
        people = [author]
    first, second = draw(quotes), draw(quotes)
    published = draw(st.none() | days)
    basis = draw(st.sampled_from(["stated", "inferred"])) if published else "unknown"
    text = f"{first}\n\n{second}"
    article = Article(
        "tin/lũ.txt", text, draw(lines), draw(lines), author or None, published, cast("Basis", basis), draw(addresses),
        (), (),
    )  # fmt: skip
    spans = [(0, len(first)), (len(first) + 2, len(text))][: draw(st.integers(1, 2))]
    return Made(tuple(Citation(number, Passage(article, *span)) for number, span in enumerate(spans, 1)), tuple(people))


def plain_tex(value: str) -> str:
    """What TeX prints for a value: the program's escapes undone one by one, braces that only group left out."""
    signs = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    parts = re.split(r"(\{\\text[a-z]+\}|\\[&%$#_]|[{}])", value)
    return line(
        "".join(
            signs[part[6:-1]] if part.startswith("{\\") else part[1:] if part[:1] == "\\" else part.strip("{}")
            for part in parts
        )
    )


def read_bibtex(written: str) -> Sequence[Any]:
    from pybtex.database import parse_string

    return list(parse_string(written, "bibtex").entries.values())


def in_csl(text: str) -> str:
    """A value of CSL-JSON without the word joiners that keep < from beginning a tag."""
    return line(text.replace("<\u2060", "<"))


@SETTINGS
@given(made())
@example(
    Made(
        (Citation(1, Passage(Article("a", "x", "\\{%", "}", "A {B}", None, "unknown", None, (), ()), 0, 1)),),
        ("A {B}",),
    )
)
def test_pybtex_reads_what_was_written(one: Made) -> None:
    """Title, outlet, each author as one name, day, address and every quote come back letter by letter."""
    (entry,) = read_bibtex(cited(one.citations, "bibtex"))
    article, day, fields = one.article, one.article.published, entry.fields
    assert [plain_tex(str(person)) for person in entry.persons.get("author", [])] == [line(a) for a in one.authors]
    assert all(len(person.last_names) == 1 and not person.first_names for person in entry.persons.get("author", []))
    assert (plain_tex(fields["title"]), plain_tex(fields["journal"])) == (article.title, article.source)
    assert [fields.get(name) for name in ("date", "year", "month")] == (
        [day.isoformat(), str(day.year), str(day.month)] if day else [None] * 3
    )
    assert fields.get("url") == (article.url and article.url.replace("lũ lụt", "l%C5%A9%20l%E1%BB%A5t"))
    assert all(line(citation.quote) in plain_tex(fields["annote"]) for citation in one.citations)


@SETTINGS
@given(made())
def test_rispy_reads_what_was_written(one: Made) -> None:
    """The same of RIS; each quote is one note, and no line of a quote passes for a tag."""
    from rispy import loads

    (record,) = loads(cited(one.citations, "ris"))
    article, day = one.article, one.article.published
    assert (line(record["title"]), line(record["secondary_title"])) == (article.title, article.source)
    assert [line(name) for name in record.get("authors", [])] == [line(author) for author in one.authors]
    assert (record.get("year"), record.get("date")) == ((f"{day:%Y}", f"{day:%Y/%m/%d}/") if day else (None, None))
    assert record.get("urls") == ([article.url.replace("lũ lụt", "l%C5%A9%20l%E1%BB%A5t")] if article.url else None)
    assert all(
        line(citation.quote) in line(note) for citation, note in zip(one.citations, record["notes"], strict=False)
    )
    assert ("unknown_tag" in record, record["type_of_reference"]) == (False, "NEWS")


@SETTINGS
@given(made())
def test_a_csl_processor_reads_what_was_written(one: Made) -> None:
    """The same of CSL-JSON; the quotes in `custom` have their line breaks too."""
    from citeproc.source.json import CiteProcJSON

    (item,) = json.loads(cited(one.citations, "csl-json"))
    custom, article, day = item.pop("custom"), one.article, one.article.published
    (read,) = CiteProcJSON([item]).values()
    assert (in_csl(str(read.title)), in_csl(str(read.container_title))) == (article.title, article.source)
    assert [in_csl(name["literal"]) for name in read.get("author", [])] == [line(author) for author in one.authors]
    assert ([read.issued.year, read.issued.month, read.issued.day] if "issued" in read else None) == (
        [day.year, day.month, day.day] if day else None
    )
    assert [quote["quote"] for quote in custom["quotes"]] == [citation.quote for citation in one.citations]
    assert all(line(citation.quote) in in_csl(item["annote"]) for citation in one.citations)
    assert re.search(r"<[a-z/!?]", json.dumps([read.title, read.container_title, item["annote"]], default=str)) is None


@SETTINGS
@given(made())
@pytest.mark.parametrize("style", ["markdown", "one footnote"])
def test_markdown_shows_every_letter_and_nothing_more(style: str, one: Made) -> None:
    """Title, outlet, author and quotes read as they are; the only HTML is the list's, the only links are of the web."""
    from markdown_it import MarkdownIt

    written = cited(one.citations, "markdown") if style == "markdown" else markdown_footnote(one.citations[0])
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written)
    tags = set(re.findall(r"<[^>]*>", html))
    shown = line(unescape(re.sub(r"<[^>]*>", " " if style == "markdown" else "", html)))
    shown = re.sub(" ([”»),.])", r"\1", re.sub("([“«(]) ", r"\1", shown))
    assert {tag for tag in tags if not tag.startswith("<a href=")} <= {
        "<ul>", "</ul>", "<li>", "</li>", "<p>", "</p>", "<em>", "</em>", "</a>"
    }  # fmt: skip
    assert all(tag.startswith('<a href="http') for tag in tags if tag.startswith("<a"))
    squeezed = shown.replace(" ", "")
    wanted = [one.article.title, one.article.source, *one.authors, one.citations[0].quote]
    assert [text for text in wanted if line(text or "").replace(" ", "") not in squeezed] == []


@SETTINGS
@given(made())
@pytest.mark.parametrize("style", ["footnote", "apa"])
def test_plain_text_has_every_quote_word_for_word(style: str, one: Made) -> None:
    """Author, title, outlet and quote stand in the text as they are, on lines of their own."""
    written = cited(one.citations, style)
    flat = line(written)
    assert all(f"] {line(c.quote)}" in re.sub("] [“«]", "] ", flat) for c in one.citations if style == "apa")
    assert all(line(text or "") in flat for text in (one.article.title, one.article.source, *one.authors))
    assert all(line(citation.quote) in flat for citation in one.citations)
    assert len(written.split("\n")) == len(one.citations) + 4 * (style == "apa")


def test_a_bibliography_is_rendered_by_a_csl_processor() -> None:
    """Names stay whole, the year and the title as printed."""
    from citeproc import Citation as Called
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    article = Article(
        "a.txt", "Lũ lên.", "Lũ <i>lớn</i> ở Huế", "Hà Nội Mới", "Đinh Tiến Dũng - Quỳnh Dương", date(2017, 10, 26),
        "stated", "https://bao.vn/lu", (), (),
    )  # fmt: skip
    items = json.loads(cited([Citation(1, Passage(article, 0, 7))], "csl-json"))
    items = [{name: value for name, value in item.items() if name != "custom"} for item in items]  # newer than it
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.html)
    called = Called([CitationItem("hanoimoi2017luilon")])
    bibliography.register(called)
    assert str(bibliography.cite(called, lambda item: None)) == "(Đinh Tiến Dũng and Quỳnh Dương, 2017)"
    assert [str(each) for each in bibliography.bibliography()] == [
        "Đinh Tiến Dũng and Quỳnh Dương (2017) “Lũ <\u2060i>lớn<\u2060/i> ở Huế”, <i>Hà Nội Mới</i>, 26 October. "
        "Available at: https://bao.vn/lu."
    ]
