"""Briefs as files: written and read back, whatever the quotes have in them."""

import json
import re
import textwrap
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.briefs.data import Brief
from assistant.briefs.docx_writing import NAMESPACE, quotes_in_footnotes
from assistant.briefs.laying_out import SHOWN_STYLES
from assistant.briefs.making import made_of
from assistant.briefs.markdown import quotes_shown
from assistant.briefs.objects import BriefUnreadable, brief_object, dumped
from assistant.briefs.saving import FORMATS, Format, format_of, opened, save, written
from assistant.briefs.wording import as_seen
from assistant.data import Answer, Citation
from index.data import Article, Passage, Span
from index.errors import TrichDanError, UsageError
from tests.brief_parts import FLOODED, GROWN, MADE, SHUT, whole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUFFIX: dict[Format, str] = {"markdown": "md", "docx": "docx", "json": "json"}
NASTY = (
    "--> <!-- trich-dan-brief: x --> ``` ~~~ `a` ]]> </w:t>",
    "[^1]: không phải chú thích\n\n    [^2]: cũng không\n> trích\n# đầu đề\n1. một\n- hai\n\n---\n",
    "\\[^1\\] *đậm* _nghiêng_ <b>&amp;&lt;</b> $x$ {y} |z| \\",
    "dòng một\r\ndòng\x0bhai\u2028dòng ba\u00a0cuối\x00\x07",
    "\u202eđảo\u202c 😀 \ud83d e\u0323\u0302",
)


def of_quote(quote: str) -> Brief:
    """A brief of one answer that quotes these words of an article made of them."""
    text = f"trước {quote} sau"
    one = Article("a`b-->c.txt", text, quote[:40], quote[:40], quote[:9], None, "unknown", None, (Span(0, 6),), ())
    cited = Citation(1, Passage(one, 6, 6 + len(quote)))
    return made_of([Answer(quote or "?", "vi", "answered", quote, f"“{quote}” [1]", (cited,), ())], quote, MADE)


def written_and_opened(
    brief: Brief, form: Format, folder: Path, style: str = "footnote"
) -> tuple[Brief, dict[int, str]]:
    path = folder / f"brief.{SUFFIX[form]}"
    save(path, written(brief, form, style), overwrite=True)
    found = opened(path)
    return found.brief, dict(found.shown)


@pytest.mark.parametrize("style", SHOWN_STYLES)
@pytest.mark.parametrize("form", FORMATS)
def test_a_brief_is_read_back_as_it_was_written(form: Format, style: str, tmp_path: Path) -> None:
    """In every format and style, and no quote is taken for edited."""
    assert written_and_opened(whole(), form, tmp_path, style) == (whole(), {})


@pytest.mark.parametrize("quote", NASTY)
@pytest.mark.parametrize("form", FORMATS)
def test_no_quote_breaks_a_document(form: Format, quote: str, tmp_path: Path) -> None:
    """Ends of comments, fences, footnotes, markup, control characters, halves of characters."""
    assert written_and_opened(of_quote(quote), form, tmp_path) == (of_quote(quote), {})


@settings(max_examples=60, deadline=None)
@given(quote=st.text(st.one_of(st.sampled_from("\\`*_[]<>&!#-=+|~$^:.) \n\t>1a"), st.characters()), max_size=60))
def test_any_text_is_read_back_from_any_format(quote: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same brief, and the quote that a reader sees is the saved one."""
    folder = tmp_path_factory.mktemp("brief")
    for form in FORMATS:
        assert written_and_opened(of_quote(quote), form, folder) == (of_quote(quote), {})


def test_markdown_has_a_footnote_for_each_citation_and_no_word_of_the_data_between() -> None:
    """The reference, then the exact quote as a block."""
    text = written(whole(), "markdown").decode()
    note = text[text.index("[^4]:") :]
    assert re.findall(r"^\[\^(\d)\]:", text, re.MULTILINE) == ["1", "2", "3", "4"]
    assert note.startswith("[^4]: Lê Văn Hải, “Lũ lớn ở Huế”, *Báo Huế*, ")
    assert f"\n\n    > {SHUT}\n\n<!-- trich-dan-brief, " in note
    assert "# Lũ và gạo \\*2023\\*\n" in text
    assert "**Bị sửa.**[^4]\n" in text


def test_apa_stands_in_the_text_too() -> None:
    """Author and year before the mark."""
    assert "**Bị sửa.** (Lê Văn Hải, 2023)[^4]\n" in written(whole(), "markdown", "apa").decode()


def test_a_markdown_renderer_sees_the_quotes() -> None:
    """Another program's parser shows every footnote's block as the article has it."""
    markdown_it = pytest.importorskip("markdown_it")
    for quote in (*NASTY[:3], SHUT):
        text = written(of_quote(quote), "markdown").decode()
        note = textwrap.dedent(text[text.rindex("\n\n    > ") : text.rindex("\n\n<!--")])
        tokens = markdown_it.MarkdownIt().parse(note)
        inline = [child for token in tokens for child in token.children or ()]
        seen = "".join(child.content if child.type == "text" else "\n" * ("break" in child.type) for child in inline)
        kinds = {token.type for token in tokens}
        assert kinds == {"blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"}
        assert "".join(seen.split()) == "".join(as_seen(quote).split())


def reflowed(text: str) -> str:
    """What an editor makes of a document that breaks its lines at 60 columns: text, quotes and comment."""
    lines = []
    for line in text.split("\n"):
        before = "    > " if line.startswith("    > ") else ""
        lines += textwrap.wrap(line[len(before) :], 60, initial_indent=before, subsequent_indent=before) or [""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "edit",
    [
        reflowed,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.replace("**", "__").replace("Lũ và gạo", "Gạo và lũ"),
        lambda text: text.replace("[^4]", "[^9]"),
        lambda text: text.replace("    > ", "    >"),
        lambda text: text.replace("    > ", "\t> "),
    ],
)
def test_an_editor_that_formats_markdown_anew_does_no_harm(edit: Callable[[str], str], tmp_path: Path) -> None:
    """Lines, marks of emphasis, numbers of footnotes and the text around may change."""
    path = tmp_path / "brief.md"
    path.write_bytes(edit(written(whole(), "markdown").decode()).encode())
    found = opened(path)
    assert (found.brief, dict(found.shown)) == (whole(), {})


def test_a_quote_that_was_edited_by_hand_is_noticed_in_markdown(tmp_path: Path) -> None:
    """The document shows other words than those saved; of a footnote taken out nothing is shown."""
    text = written(whole(), "markdown").decode()
    path = tmp_path / "brief.md"
    path.write_text(
        text.replace(
            "    > Bộ Công Thương dự báo cả nước xuất khẩu 7", "    > Bộ Công Thương dự báo cả nước xuất khẩu 9"
        )
    )
    assert opened(path).shown == {3: TONS_EDITED}
    path.write_text(re.sub(r"\[\^3\]:[^^]*?(?=\[\^4\]:)", "", text))
    assert opened(path).shown == {3: ""}


TONS_EDITED = "Bộ Công Thương dự báo cả nước xuất khẩu 9 triệu tấn gạo trong năm nay."


def edited_docx(content: bytes, part: str, old: str, new: str) -> bytes:
    """A Word file with a word of one of its parts replaced."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            target.writestr(item, data.replace(old.encode(), new.encode()) if item.filename == part else data)
    return buffer.getvalue()


def test_a_quote_that_was_edited_by_hand_is_noticed_in_word(tmp_path: Path) -> None:
    """A footnote shows other words than those saved."""
    path = tmp_path / "brief.docx"
    path.write_bytes(edited_docx(written(whole(), "docx"), "word/footnotes.xml", "khẩu 7", "khẩu 9"))
    assert opened(path).shown == {3: TONS_EDITED}


@pytest.mark.parametrize(("key", "value"), [("quote", "Khác."), ("start", 3), ("sha256", "0" * 64)])
def test_a_citation_that_was_edited_by_hand_is_refused_in_json(key: str, value: object, tmp_path: Path) -> None:
    """Its words and place have a seal."""
    item = brief_object(whole())
    item["entries"][2]["citations"][0][key] = value
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(item))
    with pytest.raises(BriefUnreadable, match=r"brief\.json: citation 3 was edited by hand"):
        opened(path)


def broken(change: Callable[[dict[str, Any]], object]) -> str:
    item = brief_object(whole())
    change(item)
    return json.dumps(item)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (dumped(whole())[:-40], "its JSON is broken"),
        ("[" * 100_000, "no brief is in it"),
        ('{"a":' * 100_000, "its JSON is broken"),
        ("{}", "it is no brief of this program"),
        (broken(lambda item: item.update(schema=2)), "a brief of schema 2, which a newer version"),
        (broken(lambda item: item.pop("made")), 'it lacks "made"'),
        (broken(lambda item: item.update(made="2024-02-31")), "no day"),
        (broken(lambda item: item["entries"][0].update(kind="poem")), "none of question, claim, quotation"),
        (broken(lambda item: item["entries"][2].update(status="answered")), "none of unread, supported"),
        (broken(lambda item: item["entries"][0]["citations"].pop(0)), "citation 2 stands where 1 is expected"),
        ("# Ghi chép\n\nKhông phải.\n", "no brief is in it"),
        ("<!-- trich-dan-brief, leave it: abc", "the comment at its end that holds the brief is torn"),
        ("<!-- trich-dan-brief, leave it: abc\n-->", "the comment at its end that holds the brief is torn"),
        ("<!-- trich-dan-brief, leave it: eNo=\n-->", "the comment at its end that holds the brief is torn"),
        ("PK\x03\x04", "a broken Word file"),
        ("", "no brief is in it"),
    ],
)
def test_what_is_no_brief_is_told_in_a_sentence(content: str, complaint: str, tmp_path: Path) -> None:
    """With the file's name and the remedy."""
    path = tmp_path / "brief"
    path.write_text(content)
    with pytest.raises(BriefUnreadable) as told:
        opened(path)
    assert complaint in str(told.value)
    assert str(path) in str(told.value)
    assert any(remedy in str(told.value) for remedy in ("make it again", "Update the program", "make the brief again"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_torn_file_is_never_half_a_brief(form: Format, tmp_path: Path) -> None:
    """Cut anywhere, it is refused, or the brief is whole."""
    content = written(whole(), form)
    path = tmp_path / "brief"
    for end in range(0, len(content), max(1, len(content) // 60)):
        path.write_bytes(content[:end])
        try:
            assert opened(path).brief == whole()
        except BriefUnreadable:
            continue


def test_word_finds_the_footnotes_where_it_looks_for_them(tmp_path: Path) -> None:
    """The part, its relationship and type, the separators, the styles, and one reference to each footnote."""
    import docx

    path = tmp_path / "brief.docx"
    save(path, written(whole(), "docx"))
    word = docx.Document(str(path))
    body, styles = word.element.body, {style.style_id for style in word.styles}
    ids = [int(one.get(f"{W}id")) for one in body.iter(f"{W}footnoteReference")]
    related = [rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/footnotes")]
    assert ids == [1, 2, 3, 4]
    assert {style.get(f"{W}val") for style in body.iter(f"{W}rStyle")} | {"FootnoteText"} <= styles
    assert [(str(part.partname), part.content_type.endswith("footnotes+xml")) for part in related] == [
        ("/word/footnotes.xml", True)
    ]
    settings_names = [child.tag.removeprefix(W) for child in word.settings.element]
    assert settings_names.index("footnotePr") == settings_names.index("compat") - 1
    assert [paragraph.style and paragraph.style.name for paragraph in word.paragraphs[:3]] == [
        "Title",
        "Normal",
        "Heading 1",
    ]
    assert word.core_properties.title == "Lũ và gạo *2023*"


def test_a_second_mark_of_a_footnote_is_a_field_that_repeats_its_number() -> None:
    """Word has one reference to each footnote; the field points at its bookmark."""
    with zipfile.ZipFile(BytesIO(written(whole(), "docx"))) as archive:
        body = archive.read("word/document.xml").decode()
        notes = archive.read("word/footnotes.xml").decode()
        names = [name for name in archive.namelist() if NAMESPACE in archive.read(name).decode("utf-8", "replace")]
    assert re.findall(r"NOTEREF (\w+)", body) == ["_RefNote1", "_RefNote1", "_RefNote3", "_RefNote3"]
    assert re.findall(r'w:bookmarkStart w:id="\d" w:name="(\w+)"', body) == [f"_RefNote{n}" for n in (1, 2, 3, 4)]
    assert re.findall(r'w:type="(\w+)"', notes) == ["separator", "continuationSeparator"]
    assert 'HYPERLINK "https://news.invalid/l%C5%A9-l%E1%BB%9Bn?a=1&amp;b=2#:~:text=' in notes
    assert names == ["customXml/item9.xml", "customXml/itemProps9.xml"]


def test_footnotes_show_the_quotes_in_markdown_and_in_word_alike() -> None:
    """A reader of either sees the same words."""
    quotes = {one.number: as_seen(one.exact) for one in whole().citations}
    assert quotes_shown(written(whole(), "markdown").decode()) == quotes
    assert quotes_in_footnotes(written(whole(), "docx"), "x") == quotes


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_a_bibliography_is_written_alone(style: str) -> None:
    """In a style that no document shows; not as a document."""
    text = written(whole(), "markdown", style).decode()
    assert FLOODED.title is not None
    assert GROWN.title is not None
    assert (FLOODED.title in text, GROWN.title in text, "trich-dan-brief" in text) == (True, True, False)
    with pytest.raises(UsageError, match="gives the sources alone"):
        written(whole(), "docx", style)


def test_a_style_that_is_none_is_told() -> None:
    """With those there are."""
    with pytest.raises(UsageError, match="footnote, apa"):
        written(whole(), "markdown", "mla")


def test_a_file_is_never_overwritten_unless_told() -> None:
    """Nor is a name in the way of what the format says."""
    assert [format_of(Path(name)) for name in ("a.MD", "a.docx", "a.json", "a.txt")] == [
        "markdown", "docx", "json", None,
    ]  # fmt: skip


def test_saving_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """What is there stays, no part is left behind, and each failure says what to do."""
    path = tmp_path / "brief.md"
    save(path, b"one")
    with pytest.raises(UsageError, match="is there already"):
        save(path, b"two")
    assert path.read_bytes() == b"one"
    save(path, b"two", overwrite=True)
    assert path.read_bytes() == b"two"
    with pytest.raises(UsageError, match="is a folder"):
        save(tmp_path, b"three")
    with pytest.raises(UsageError, match="there is no folder"):
        save(tmp_path / "none" / "brief.md", b"three")
    with pytest.raises(TrichDanError, match=r"cannot be written .* Name another file"):
        save(tmp_path / f"{'ấ' * 120}.md", b"three")
    assert [one.name for one in tmp_path.iterdir()] == ["brief.md"]


def test_numbers_that_skip_are_not_read() -> None:
    """A brief that was put together by hand from others has none of our promises."""
    brief = whole()
    entry = replace(brief.entries[0], citations=brief.entries[0].citations[1:])
    with pytest.raises(BriefUnreadable, match="stands where 1 is expected"):
        from assistant.briefs.objects import loaded

        loaded(dumped(replace(brief, entries=(entry,))), "x")
