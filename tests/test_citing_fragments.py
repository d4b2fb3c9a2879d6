"""Links to the quoted words: what a browser marks, held against one that is written from the specification."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citing.fragments import text_fragment, web_address
from assistant.data import Citation
from index.articles.record import article_from_text
from index.data import Article, Passage, Span
from index.files.documents import read_text
from tests.seeds import EXPECTED, SEEDS

PAGE = "https://bao.vn/lu-lon.html"
TEXT = """Lũ lớn ở Huế

Nước sông Hương lên nhanh. Ông Hải cho biết: 300 hộ dân đã sơ tán.

Hôm sau, 300 hộ dân trở về nhà - một số đi bằng thuyền, số khác đi bộ; tất cả an toàn & khỏe mạnh.

Nước sông Hương lên nhanh. Trường học đóng cửa hai ngày, chợ Đông Ba vẫn mở cửa đón khách như mọi ngày.
"""


def made(text: str, url: str | None = PAGE) -> Article:
    return Article("a.txt", text, "Lũ lớn ở Huế", "Báo Mây", None, date(2023, 11, 16), "stated", url, (), ())


def cited(words: str, text: str = TEXT, url: str | None = PAGE, place: int = 0) -> Citation:
    start = [match.start() for match in re.finditer(re.escape(words), text)][place]
    return Citation(1, Passage(made(text, url), start, start + len(words)))


def browser(link: str, text: str) -> Span | None:
    """What the specification says is marked, step by step, with no regular expression of the program's."""
    terms = link.partition(":~:text=")[2].split(",")
    prefix = unquote(terms.pop(0)[:-1]) if terms[0].endswith("-") else ""
    suffix = unquote(terms.pop()[1:]) if terms[-1].startswith("-") else ""
    begin, end = unquote(terms[0]), unquote(terms[1]) if len(terms) > 1 else None
    for start in places(begin, text, 0):
        before = (
            [text[p.end : start.start] for p in places(prefix, text, 0) if p.end <= start.start] if prefix else [""]
        )
        if all(between.strip() for between in before):
            continue
        for last in [start] if end is None else places(end, text, start.end):
            if not suffix or any(not text[last.end : s.start].strip() for s in places(suffix, text, last.end)):
                return Span(start.start, last.end)
    return None


def places(term: str, text: str, after: int) -> Iterator[Span]:
    """Where a term stands in one line of a text: any case, any white space between its words, whole words only."""
    shown = [(c.lower() if c != "\n" else "\0", at) for at, c in enumerate(text)]
    shown = [(" " if c.isspace() else c, at) for c, at in shown]
    shown = [one for one, before in zip(shown, [("", -1), *shown], strict=False) if one[0] != " " or before[0] != " "]
    letters, wanted = "".join(c[:1] for c, _ in shown), "".join(c.lower()[:1] for c in " ".join(term.split()))
    at = letters.find(wanted)
    while at >= 0:
        span = Span(shown[at][1], shown[at + len(wanted) - 1][1] + 1)
        if span.start >= after and not cuts(text, span.start) and not cuts(text, span.end):
            yield span
        at = letters.find(wanted, at + 1)


def cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def test_a_short_quote_stands_whole_in_its_link() -> None:
    """What has a meaning in the link's own syntax is percent-encoded, and so is a full stop at its end."""
    assert text_fragment(cited("nhà - một số đi bằng thuyền, số khác")) == (
        f"{PAGE}#:~:text=nh%C3%A0%20%2D%20m%E1%BB%99t%20s%E1%BB%91%20%C4%91i%20b%E1%BA%B1ng%20thuy%E1%BB%81n%2C%20s"
        "%E1%BB%91%20kh%C3%A1c"
    )
    assert text_fragment(cited("đi bộ; tất cả an toàn & khỏe mạnh.")) == (
        f"{PAGE}#:~:text=%C4%91i%20b%E1%BB%99%3B%20t%E1%BA%A5t%20c%E1%BA%A3%20an%20to%C3%A0n%20%26%20kh%E1%BB%8Fe%20m"
        "%E1%BA%A1nh%2E"
    )


def test_a_long_quote_is_its_first_and_last_words() -> None:
    """A link is no longer than it need be."""
    link = text_fragment(cited("Trường học đóng cửa hai ngày, chợ Đông Ba vẫn mở cửa đón khách như mọi ngày."))
    assert unquote(str(link)) == f"{PAGE}#:~:text=Trường học đóng cửa,khách như mọi ngày."


def test_a_quote_across_paragraphs_is_its_first_and_last_words() -> None:
    """No term of a link goes over the end of a block, however short the quote is."""
    link = text_fragment(cited("an toàn & khỏe mạnh.\n\nNước sông Hương lên nhanh."))
    assert unquote(str(link)) == f"{PAGE}#:~:text=an toàn & khỏe,sông Hương lên nhanh."


def test_a_quote_that_occurs_twice_is_told_apart_by_what_stands_around_it() -> None:
    """The first place needs nothing, the second the words before it, from another paragraph if need be."""
    links = [text_fragment(cited("Nước sông Hương lên nhanh.", place=place)) for place in (0, 1)]
    assert [unquote(str(link)).partition("text=")[2] for link in links] == [
        "Nước sông Hương lên nhanh.",
        "& khỏe mạnh.-,Nước sông Hương lên nhanh.",
    ]


def test_a_cut_word_is_taken_whole() -> None:
    """Browsers look for whole words only."""
    assert unquote(str(text_fragment(cited("ông Hương lên nha")))) == f"{PAGE}#:~:text=sông Hương lên nhanh"


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://bao.vn/a#top", "https://bao.vn/a#top:~:text="),
        ("https://bao.vn/a#:~:text=khác", "https://bao.vn/a#:~:text="),
        ("HTTP://bao.vn/lũ lụt", "HTTP://bao.vn/l%C5%A9%20l%E1%BB%A5t#:~:text="),
    ],
)
def test_an_address_keeps_its_own_fragment_and_no_other_directive(url: str, begins: str) -> None:
    """An element's name in an address stays; words that it pointed to give way."""
    assert str(text_fragment(cited("Ông Hải", url=url))).startswith(begins)


@pytest.mark.parametrize(
    "url", [None, "", "bao.vn/a", "ftp://bao.vn/a", "javascript:alert(1)", "https://", "file:///a", "http://[x/a"]
)
def test_what_is_no_address_of_the_web_gets_no_link(url: str | None) -> None:
    """Only http and https are linked."""
    assert (web_address(url), text_fragment(cited("Ông Hải", url=url))) == (None, None)


def test_white_space_gets_no_link() -> None:
    """There are no words to mark."""
    assert text_fragment(cited("\n\n")) is None


def test_no_address_leaves_the_link_it_stands_in() -> None:
    """Spaces, marks, brackets and control characters are percent-encoded, and what is encoded already stays."""
    assert web_address('https://bao.vn/a b"<c>\\{d}\n?e=%20|^`') == (
        "https://bao.vn/a%20b%22%3Cc%3E%5C%7Bd%7D%20?e=%20%7C%5E%60"
    )


@pytest.mark.parametrize("id", sorted(EXPECTED))
def test_the_lines_and_sentences_of_a_seed_are_marked_in_a_browser(id: str) -> None:
    """For every stretch of the body between full stops a browser marks it, or the first that reads the same."""
    found = article_from_text(id, read_text(SEEDS / id))
    text = found.text
    for span in found.body:
        for match in re.finditer(r"\S[^.\n]{3,}[.\n]?", text[span.start : span.end]):
            start = span.start + match.start()
            citation = Citation(1, Passage(made(text), start, start + len(match[0].rstrip())))
            marked = browser(str(text_fragment(citation)), text)
            assert marked is not None
            assert text[marked.start : marked.end] == citation.quote or marked.start <= start < marked.end


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["lũ", "Lũ", "Huế,", "–", "-", "“nước”", "lên.", "300", "&", "\n", "\n\n"]), min_size=1),
    st.data(),
)
def test_whatever_is_quoted_a_browser_marks_words_that_read_so(words: list[str], data: st.DataObject) -> None:
    """Of a text of very few words too: the marked words begin and end as the quoted ones do."""
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    citation = Citation(1, Passage(made(text), start, data.draw(st.integers(start + 1, len(text)))))
    link = text_fragment(citation)
    if link is None:
        assert citation.quote.strip() == ""
        return
    marked = browser(link, text)
    assert marked is not None
    read, quoted = text[marked.start : marked.end].lower().split(), citation.quote.lower().split()
    assert quoted[0] in read[0] and quoted[-1] in read[-1]


def test_a_long_quote_whose_beginning_stands_twice_is_told_apart() -> None:
    """By its end or by what stands around it; where neither does, the link has it whole."""
    head = "Thấy rác còn vương trên bãi tắm, ông Hải đã giao cho các tổ dân phố"
    text = f"Ảnh: An. {head} báo cáo.\nẢnh: An. {head} dọn dẹp ngay trong tuần này.\n"
    quote = f"{head} dọn dẹp ngay trong tuần này."
    link = str(text_fragment(cited(quote, text)))
    assert (unquote(link.partition("text=")[2]), browser(link, text)) == (quote, Span(text.index(quote), len(text) - 1))
