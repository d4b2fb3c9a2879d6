"""What holds for any text: from its bytes to its article, its passages, the index, and back to the words quoted of it.

The parts have such tests of their own (`test_passages.py`, `test_sentences.py`, `test_folding.py`,
`test_quotations.py`); here is what holds through several. Every run tries the same texts.
"""

import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant
from index.articles.lines import paragraphs
from index.articles.passages import passage_sentences, passages
from index.articles.record import article_from_document
from index.building import build
from index.files.content import Unreadable
from index.files.data import Document
from index.files.documents import documents
from index.files.encodings import decode
from index.folding import fold, words
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder
from tests.test_inputs import page, printed, rows_of_csv, rows_of_json, typed_in_word

SENTENCES = (
    "Giá gạo xuất khẩu đạt 560 USD một tấn.",
    "Ông Nguyễn Văn Hải nói: “Chúng tôi được mùa!”",
    "Sáng 26/10/2017, TP. HCM mưa lớn;",
    "Theo TTXVN",
    "The price of rice rose by 3.5% (to $640 a tonne).",
    "thêm ba xã",
    "— VNS",
    "Ảnh: Minh Đức",
    "1. Nội dung chính",
    "Vieät Nam",
    "Đọc thêm:",
    "ĐẤT ĐỎ 🌾 \u202eục lục\u202c",
    "x" * 130,
)
SEPARATORS = (" ", "\n", "\n\n", "\r\n", " \t", "\u00a0", "\n \n\n", ", ")
some_sentences = st.lists(st.sampled_from(SENTENCES) | st.text(max_size=12), min_size=1, max_size=14)
separators = st.sampled_from(SEPARATORS)
texts = st.builds(
    lambda said, between: "".join(one + between[at % len(between)] for at, one in enumerate(said)),
    some_sentences,
    st.lists(separators, min_size=1, max_size=4),
)
plain_texts = st.lists(st.sampled_from(SENTENCES[:3] + SENTENCES[4:5]), min_size=2, max_size=8).map("\n".join)
few = settings(max_examples=60, derandomize=True, deadline=None)
fewer = settings(max_examples=8, derandomize=True, deadline=None)


# From bytes to text


@few
@given(texts.filter(lambda text: "\0" not in text and any(map(str.isalnum, text))))
def test_how_a_text_is_written_down_does_not_matter(text: str) -> None:
    """UTF-8 with and without its mark, UTF-16, UTF-32, either form of letters, either line ends: one text, in NFC."""
    read = decode(text.encode()).text
    written = [text.encode(name) for name in ("utf-8-sig", "utf-16", "utf-32")]
    written += [unicodedata.normalize("NFD", text).encode(), text.replace("\r\n", "\n").replace("\n", "\r\n").encode()]

    assert {decode(content).text for content in written} == {read}
    assert unicodedata.is_normalized("NFC", read)


@few
@given(texts)
def test_what_was_read_is_read_the_same_again(text: str) -> None:
    """A text that was mended needs no more mending."""
    once = decode(text.replace("\0", "").encode()).text

    assert decode(once.encode()).text == once


@pytest.mark.parametrize("kind", ["txt", "html", "csv", "jsonl", "docx", "pdf"])
@settings(max_examples=15, derandomize=True, deadline=None)
@given(text=plain_texts)
def test_every_format_says_the_same_words(kind: str, text: str) -> None:
    """The words of a text, in order, whatever the file they are in."""
    made: Mapping[str, Callable[[str], bytes]] = {
        "txt": str.encode,
        "html": lambda text: page(f"Gạo\n{text}").encode(),
        "csv": lambda text: rows_of_csv({"text": text}),
        "jsonl": lambda text: rows_of_json({"text": text}),
        "docx": typed_in_word,
        "pdf": printed,
    }

    said = [word.folded for word in words(read(f"a.{kind}", made[kind](text)))]

    expected = [word.folded for word in words(text)]
    assert said[-len(expected) :] == expected  # above it the page's title, and the first line of a Word file


def read(name: str, content: bytes) -> str:
    """The text of the one article in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        (found,) = documents(name, path)
    assert not isinstance(found, Unreadable)
    return found.text


# From text to passages


@few
@given(texts)
def test_a_passage_is_the_text_between_its_offsets(text: str) -> None:
    """Passages and their sentences are cut from the article, in order, apart, and hold its body."""
    article = article_from_document(Document("a.txt", decode(text.replace("\0", "").encode()).text))
    cut = passages(article)

    assert all(each.text == article.text[each.start : each.end] for each in cut)
    for passage in cut:
        inner = passage_sentences(passage)
        assert all(passage.start <= each.start < each.end <= passage.end for each in inner)
        assert "".join("".join(each.text for each in inner).split()) == "".join(passage.text.split())
    body = "".join(article.text[span.start : span.end] for span in article.body)
    assert "".join("".join(each.text for each in cut).split()) == "".join(body.split())


@few
@given(texts)
def test_every_line_is_in_one_paragraph(text: str) -> None:
    """However lines are joined to paragraphs: in order, apart, trimmed, none too many lines, nothing lost."""
    found = list(paragraphs(text, 0, len(text)))

    cut = [text[span.start : span.end] for span in found]
    assert cut == [each.strip() for each in cut]
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(found))


@few
@given(texts)
def test_folded_words_lead_back_to_where_they_stand(text: str) -> None:
    """Each word's span holds it, also where folding makes it longer or shorter; together they are all that is said."""
    found = list(words(text))

    assert all(fold(text[word.start : word.end]) == word.folded for word in found)
    assert "".join(word.text for word in found) == "".join(c for c in text if c.isalnum())


# Into the index and back


@contextmanager
def indexed(files: Sequence[str]) -> Iterator[Path]:
    """The folder of an index of these texts."""
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for number, text in enumerate(files):
            (articles / f"{number}.txt").write_bytes(text.encode())
        build(articles, Path(folder) / "index", LetterEncoder())
        yield Path(folder) / "index"


@fewer
@given(st.lists(plain_texts | texts.map(lambda text: "Gạo. " + text.replace("\0", "")), min_size=1, max_size=4))
def test_what_is_stored_is_what_was_read(files: list[str]) -> None:
    """Every article comes out of the index as it was made from its file, and its passages are cut from it."""
    with indexed(files) as folder, Store.open(folder) as store:
        for number, text in enumerate(files):
            made = article_from_document(Document(f"{number}.txt", decode(text.encode()).text))
            stored = store.article(f"{number}.txt")
            assert (stored.text, stored.body, stored.left_out) == (made.text, made.body, made.left_out)
        kept = {summary.id: store.article(summary.id) for summary in store.articles()}
        every = store.passages(store.passage_ids().tolist())
        assert sorted((each.article.id, each.start, each.end) for each in every) == sorted(
            (id, each.start, each.end) for id, article in kept.items() for each in passages(article)
        )


@fewer
@given(st.lists(plain_texts, min_size=1, max_size=3), st.data())
def test_what_an_article_says_is_found_where_it_says_it(files: list[str], data: st.DataObject) -> None:
    """A sentence quoted from an article stands where the citation says, letter for letter; so does each hit."""
    sentence = data.draw(st.sampled_from([one for one in SENTENCES[:5] if any(one in text for text in files)]))
    with indexed(files) as folder:
        assistant = Assistant(Index.open(folder, LetterEncoder()))
        quotation = assistant.quote(sentence)
        hits = assistant.search(sentence)

    assert quotation.status == "exact"
    for passage in [*(each.passage for each in quotation.citations), *(hit.passage for hit in hits)]:
        assert passage.text == passage.article.text[passage.start : passage.end]
    assert all(fold(sentence)[:20] in fold(each.quote) for each in quotation.citations)
