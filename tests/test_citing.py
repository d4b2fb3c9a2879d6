"""The sources of citations in every style: whole values for the five seeds, then each habit of a style by itself."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.citing.entries import entries
from assistant.citing.markdown import markdown_footnote
from assistant.citing.notes import Run, note
from assistant.citing.styles import STYLES, cited, footnote, inline
from assistant.citing.wording import names
from assistant.data import Citation, Language
from index.articles.record import article_from_text
from index.data import Article, Basis, Passage
from index.errors import UsageError
from index.files.documents import read_text
from index.store import Summary
from tests.seeds import SEEDS
from tests.three_articles import BRIDGE, FLOOD

QUOTED = {
    "000_bab0be991bfed72a.txt": "hợp tác với các địa phương của Lào",
    "001_b916f5b25537c5e9.txt": "do đồng chí Đinh Tiến Dũng",
    "002_e5388cc7fb59f897.txt": "Ngày 15/10, tại Trụ sở Trung ương Đảng",
    "003_ab267f7e1ec23f34.txt": "hợp tác toàn diện ngày càng bền chặt.",
    "004_65434ae79e89ba3c.txt": "tổng sản phẩm trên địa bàn (GRDP) tăng 8,89%",
}
GOLDENS = Path(__file__).parent / "test_citing_seeds.txt"  # a section for each style and language; ␠ is a space


def seeded() -> list[Citation]:
    """A quote of each seed."""
    found = [(article_from_text(id, read_text(SEEDS / id)), words) for id, words in QUOTED.items()]
    return [quoting(article, words, number) for number, (article, words) in enumerate(found, 1)]


def quoting(article: Article, words: str, number: int = 1, also_in: Sequence[Summary] = ()) -> Citation:
    start = article.text.index(words)
    return Citation(number, Passage(article, start, start + len(words)), tuple(also_in))


def made(**other: object) -> Article:
    """An article with everything known of it, but for what is given otherwise."""
    known = Article(
        "lũ.txt", FLOOD, "Lũ lớn ở Huế", "Kinh tế & Đô thị", "Nguyễn An", date(2024, 6, 28), "stated",
        "https://bao.vn/lu", (), (),
    )  # fmt: skip
    return replace(known, **other)  # type: ignore[arg-type] # the tests give fields of the right types


ROSE = "nước sông Hương lên nhanh"
ENCODED = "n%C6%B0%E1%BB%9Bc%20s%C3%B4ng%20H%C6%B0%C6%A1ng%20l%C3%AAn%20nhanh"


def goldens() -> dict[tuple[str, str], str]:
    """What is written of the seeds' citations, by style and language."""
    sections = GOLDENS.read_text("utf-8").removesuffix("\n").replace("␠", " ").removeprefix("===== ").split("\n===== ")
    parts = [section.partition("\n") for section in sections]
    return {(head.split()[0], head.split()[1]): written for head, _, written in parts}


@pytest.mark.parametrize(("style", "language"), goldens())
def test_the_seeds_in_a_style(style: str, language: Language) -> None:
    """Each quote with outlet, author, title, the date or why there is none, and the file where there is no address."""
    assert cited(seeded(), style, language) == goldens()[style, language]


# Styles


def test_the_styles_in_order() -> None:
    """What a command offers, in the order in which it offers it."""
    assert STYLES == ("footnote", "apa", "markdown", "bibtex", "ris", "csl-json")


def test_an_unknown_style_is_refused_with_the_names_of_the_others() -> None:
    """The reader sees what to write instead."""
    with pytest.raises(UsageError) as refused:
        cited([], "mla")
    assert str(refused.value) == (
        "no style is called 'mla'; the styles are footnote, apa, markdown, bibtex, ris, csl-json"
    )


def test_nothing_cited_is_nothing_written() -> None:
    """An empty text, of CSL-JSON an empty array."""
    assert [cited([], style) for style in STYLES] == ["", "", "", "", "", "[]"]


# Footnotes


def test_a_footnote_leads_to_the_quoted_words() -> None:
    """The address has the words as a fragment; a quote that is no sentence gets its full stop outside the marks."""
    assert footnote(quoting(made(), "300 hộ dân")) == (
        "Nguyễn An, “Lũ lớn ở Huế,” *Kinh tế & Đô thị*, June 28, 2024, "
        "https://bao.vn/lu#:~:text=300%20h%E1%BB%99%20d%C3%A2n. “300 hộ dân”."
    )


def test_a_footnote_says_when_its_address_was_seen() -> None:
    """Only where there is an address to be seen."""
    quotes = [quoting(made(url=url), "300 hộ dân") for url in ("https://bao.vn/lu", None)]
    assert [footnote(each, "vi", date(2026, 7, 1)) for each in quotes] == [
        "Nguyễn An, “Lũ lớn ở Huế”, *Kinh tế & Đô thị*, ngày 28/6/2024, truy cập ngày 1/7/2026, "
        "https://bao.vn/lu#:~:text=300%20h%E1%BB%99%20d%C3%A2n. “300 hộ dân”.",
        "Nguyễn An, “Lũ lớn ở Huế”, *Kinh tế & Đô thị*, ngày 28/6/2024, tệp lũ.txt. “300 hộ dân”.",
    ]


def test_an_inferred_date_says_so() -> None:
    """In every style, in words; the field for the date itself stays a date."""
    quote = quoting(made(published_basis="inferred", url=None), "300 hộ dân")
    assert footnote(quote) == (
        "Nguyễn An, “Lũ lớn ở Huế,” *Kinh tế & Đô thị*, June 28, 2024 [date inferred from the text], file lũ.txt. "
        "“300 hộ dân”."
    )
    said = {style: "inferred from the text" in cited([quote], style) for style in STYLES}
    assert said == dict.fromkeys(STYLES, True)


def test_what_is_not_known_is_left_out_or_said() -> None:
    """No outlet and no author are passed over, no title is said; nothing stands for what is not known."""
    bare = quoting(made(title=None, source=None, author=None, published=None, url=None), "300 hộ dân")
    assert (footnote(bare), inline(bare)) == (
        "untitled article, n.d. (no date in the file), file lũ.txt. “300 hộ dân”.",
        "(lũ.txt, n.d.)",
    )
    assert cited([bare], "apa") == (
        "[1] “300 hộ dân” (“lũ.txt”, n.d.)\n\nReferences\n\n"
        "[Untitled article]. (n.d. [no date in the file]). [File lũ.txt]."
    )


def test_a_quote_keeps_its_own_marks() -> None:
    """Around inner marks stand « »; turning them into single ones would quote what nobody printed."""
    text = "Ông Hải gọi cầu là “cầu nối” của hai bờ, «thật»."
    article = made(text=text, url=None)
    shown = [footnote(quoting(article, words)).partition("lũ.txt. ")[2] for words in (text[:39], text)]
    assert shown == [f"«{text[:39]}».", f"“{text}”"]


def test_a_quote_of_two_paragraphs_is_one_line() -> None:
    """Its words are untouched; a break of lines becomes a space."""
    quote = quoting(made(url=None), "trung tâm thành phố Huế.\n\nÔng Lê Văn Hải")
    assert footnote(quote).endswith("file lũ.txt. “trung tâm thành phố Huế. Ông Lê Văn Hải”.")


def test_near_copies_are_named_in_notes_and_markdown() -> None:
    """Three outlets with their days, and how many more."""
    copies = [Summary(f"{name}.txt", None, name, day) for name, day in (
        ("Nhân Dân", date(2024, 6, 29)), ("Hà Nội Mới", None), ("Tuổi Trẻ", date(2024, 6, 30)), ("Dân Trí", None),
    )]  # fmt: skip
    quote = quoting(made(url=None), "300 hộ dân", also_in=copies)
    also = "Also in *Nhân Dân* (June 29, 2024), *Tuổi Trẻ* (June 30, 2024), *Dân Trí*, and 1 more."
    assert footnote(quote).endswith(f"“300 hộ dân”. {also}")
    assert cited([quote], "markdown").split("\n")[0].endswith(f"tệp lũ.txt. {also}".replace("tệp", "file"))
    assert footnote(replace(quote, also_in=tuple(copies[:2])), "vi").endswith(
        "Cũng đăng trên *Nhân Dân* (ngày 29/6/2024) và *Hà Nội Mới*."
    )


def test_a_note_is_runs_for_documents_that_have_italics_and_links() -> None:
    """The outlet in italics; the address under the title, or written out where there is no title."""
    assert note(quoting(made(), ROSE), linked=True)[:7] == (
        Run("Nguyễn An"),
        Run(", "),
        Run("“"),
        Run("Lũ lớn ở Huế", link=f"https://bao.vn/lu#:~:text={ENCODED}"),
        Run(",” "),
        Run("Kinh tế & Đô thị", italic=True),
        Run(", "),
    )


def test_what_turns_the_direction_of_writing_is_turned_back() -> None:
    """A title cannot turn about what stands after it."""
    turned = quoting(made(title="Lũ \u202eeuH ở \u2067x", url=None), "300 hộ dân")
    assert footnote(turned).startswith("Nguyễn An, “Lũ \u202eeuH ở \u2067x\u2069\u202c,” ")


@pytest.mark.parametrize(
    ("language", "basis", "expected"),
    [
        ("en", "stated", "(Kinh tế & Đô thị, June 28, 2024)"),
        ("vi", "stated", "(Kinh tế & Đô thị, 28/6/2024)"),
        ("vi", "inferred", "(Kinh tế & Đô thị, 28/6/2024 [suy ra])"),
    ],
)
def test_an_inline_citation(language: Language, basis: Basis, expected: str) -> None:
    """Outlet and day in brackets."""
    assert inline(quoting(made(published_basis=basis), ROSE), language) == expected


# Authors


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Đinh Tiến Dũng", ("Đinh Tiến Dũng",)),
        ("Thu Hà - Nguyễn Văn An", ("Thu Hà", "Nguyễn Văn An")),
        ("Thu Hà, Nguyễn Văn An, Lê Bình", ("Thu Hà", "Nguyễn Văn An", "Lê Bình")),
        ("Thu Hà và Lê Bình", ("Thu Hà", "Lê Bình")),
        ("John Smith and Jane Doe", ("John Smith", "Jane Doe")),
        ("Mai Hoa, Lan", ("Mai Hoa, Lan",)),
        ("Ban Thời sự, Đài Huế", ("Ban Thời sự, Đài Huế",)),
        ("Nguyễn An/TTXVN", ("Nguyễn An/TTXVN",)),
        ("PGS.TS Nguyễn An, Lê Bình", ("PGS.TS Nguyễn An, Lê Bình",)),
        (None, ()),
    ],
)
def test_authors_are_parted_only_where_it_is_sure(author: str | None, expected: tuple[str, ...]) -> None:
    """Every part a person's name as it stands, or the words are one author."""
    assert names(made(author=author)) == expected


def test_several_authors_as_each_style_has_them() -> None:
    """Whole names everywhere; a note names three and of more the first."""
    quotes = [quoting(made(author=author, url=None), "300 hộ dân") for author in (
        "Thu Hà - Nguyễn Văn An", "Thu Hà - Nguyễn Văn An - Lê Bình", "Thu Hà - Nguyễn Văn An - Lê Bình - Lê Chi",
    )]  # fmt: skip
    assert [footnote(quote).partition(", “")[0] for quote in quotes] == [
        "Thu Hà and Nguyễn Văn An",
        "Thu Hà, Nguyễn Văn An, and Lê Bình",
        "Thu Hà et al.",
    ]
    assert [cited([quote], "apa").split(")")[0].partition("(")[2] for quote in quotes] == [
        "Thu Hà & Nguyễn Văn An, 2024",
        "Thu Hà et al., 2024",
        "Thu Hà et al., 2024",
    ]
    assert '    author = "{Thu Hà} and {Nguyễn Văn An} and {Lê Bình}",\n' in cited(quotes[1:2], "bibtex")
    assert "AU  - Thu Hà\nAU  - Nguyễn Văn An\n" in cited(quotes[:1], "ris")


def test_commas_of_an_author_that_is_one_do_not_tear_it_in_ris() -> None:
    """A comma in AU would part family and given name."""
    quote = quoting(made(author="Ban Thời sự, Đài Huế"), "300 hộ dân")
    assert "AU  - Ban Thời sự - Đài Huế\n" in cited([quote], "ris")


# Entries


def test_an_article_cited_twice_is_one_entry_with_two_quotes() -> None:
    """A footnote stands for each citation, a bibliography has each article once."""
    article = made(url=None)
    quotes = [quoting(article, "300 hộ dân", 1), quoting(article, ROSE, 2), quoting(article, "300 hộ dân", 3)]
    assert [cited(quotes, style).count("Lũ lớn ở Huế") for style in STYLES] == [3, 1, 1, 1, 1, 1]
    assert 'annote = "[1] “300 hộ dân” [2] “nước sông Hương lên nhanh”"' in cited(quotes, "bibtex")
    assert "N1  - [1] “300 hộ dân”\nN1  - [2] “nước sông Hương lên nhanh”\n" in cited(quotes, "ris")
    (item,) = json.loads(cited(quotes, "csl-json"))
    assert (item["annote"], [quote["number"] for quote in item["custom"]["quotes"]]) == (
        "[1] “300 hộ dân”\n[2] “nước sông Hương lên nhanh”",
        [1, 2],
    )


def test_keys_are_ascii_unique_and_do_not_depend_on_the_order_of_citing() -> None:
    """Outlet, year and the title's first words, folded; a and b by the files where these are the same."""
    articles = [
        made(id="b.txt"),
        made(id="a.txt"),
        made(id="c.txt", source="Đài Á Châu", published=None),
        made(id="d/漢字.txt", title="漢字", source=None, published=None),
    ]
    quotes = [quoting(article, "300 hộ dân", number) for number, article in enumerate(articles, 1)]
    found = {entry.article.id: entry.key for entry in entries(quotes)}
    assert found == {
        "b.txt": "kinhtedothi2024lulono-b",
        "a.txt": "kinhtedothi2024lulono-a",
        "c.txt": "daiachaundlulono",
        "d/漢字.txt": "nddtxt",
    }
    assert {entry.article.id: entry.key for entry in entries(quotes[::-1])} == found


def test_articles_of_one_author_and_year_are_told_apart() -> None:
    """As the APA does, with letters in the order of the list."""
    late, early = made(id="b.txt", url=None), made(id="a.txt", url=None, published=date(2024, 1, 2), text=BRIDGE)
    shown = cited([quoting(late, "300 hộ dân"), quoting(early, "Sáng 28/4/2022", 2)], "apa")
    assert shown == (
        "[1] “300 hộ dân” (Nguyễn An, 2024b)\n[2] “Sáng 28/4/2022” (Nguyễn An, 2024a)\n\nReferences\n\n"
        "Nguyễn An. (2024a, January 2). Lũ lớn ở Huế. *Kinh tế & Đô thị*. [File a.txt].\n\n"
        "Nguyễn An. (2024b, June 28). Lũ lớn ở Huế. *Kinh tế & Đô thị*. [File b.txt]."
    )


# Escapes


def test_each_format_has_its_own_escapes() -> None:
    """The same title is the same letters to whoever reads the format, and no markup to anybody."""
    title = "<b>50% & $1_000</b> [x](javascript:y) {a\\b} ~^#"
    quote = quoting(made(title=title, url="javascript:alert(1)"), "300 hộ dân")
    assert f"“{title},”" in footnote(quote)
    assert markdown_footnote(quote) == (
        r"Nguyễn An, “&lt;b&gt;50% &amp; \$1\_000&lt;/b&gt; \[x\](javascript:y) \{a\\b\} \~^\#,” "
        "*Kinh tế &amp; Đô thị*, June 28, 2024, file lũ.txt. “300 hộ dân”."
    )
    assert (
        r'title = "{<b>50\% \& \$1\_000</b> [x](javascript:y) {\textbraceleft}a{\textbackslash}b{\textbraceright} '
        r'{\textasciitilde}{\textasciicircum}\#}",'
    ) in cited([quote], "bibtex")
    assert f"\nTI  - {title}\n" in cited([quote], "ris")
    assert ("<" in cited([quote], "csl-json"), json.loads(cited([quote], "csl-json"))[0]["title"]) == (
        False,
        title.replace("<", "<\u2060"),
    )


def test_an_address_in_markdown_leads_where_it_says() -> None:
    """Its brackets do not end the link, and an & begins no entity."""
    quote = quoting(made(url="https://bao.vn/lu_(lon)*_a.html?x=1&copy=2#top"), "300 hộ dân")
    page = "https://bao.vn/lu_%28lon%29*_a.html?x=1&amp;copy=2#top"
    assert cited([quote], "markdown") == (
        f"- Nguyễn An, “[Lũ lớn ở Huế]({page}),” *Kinh tế &amp; Đô thị*, June 28, 2024.\n"
        f"  - \\[1\\] “300 hộ dân” ([in the article]({page}:~:text=300%20h%E1%BB%99%20d%C3%A2n))"
    )


def test_only_addresses_of_the_web_are_written() -> None:
    """Another address is none: the file is named in its place."""
    quote = quoting(made(url="javascript:alert(1)"), "300 hộ dân")
    assert ["alert" in cited([quote], style) for style in STYLES] == [False] * len(STYLES)


def test_a_semicolon_in_an_address_does_not_part_it_in_ris() -> None:
    """RIS has a list of addresses there."""
    quote = quoting(made(url="https://bao.vn/lu;v=1?a=b"), "300 hộ dân")
    assert "\nUR  - https://bao.vn/lu%3Bv=1?a=b\n" in cited([quote], "ris")


def test_control_characters_and_halves_of_pairs_are_written_nowhere() -> None:
    """Every export can be saved, and no line of it is torn."""
    quote = quoting(
        made(text="Lũ\x00 lên \ud83c\x1b nhanh", title="Lũ\x85lớn\u2028ở Huế"), "Lũ\x00 lên \ud83c\x1b nhanh"
    )
    for style in STYLES:
        written = cited([quote], style)
        assert set("\x00\x1b\x85\u2028\ud83c") & set(written) == set()
        assert written.encode("utf-8").decode("utf-8") == written
    assert footnote(replace(quote, passage=replace(quote.passage))).endswith("“Lũ lên \ufffd nhanh”.")


def test_vietnamese_articles_say_so() -> None:
    """An English style would capitalise every word of their headlines; of another language nothing is said."""
    english = made(text="The river rose in the night and the town was flooded.", title="The river rose", url=None)
    shown = [json.loads(cited([quoting(each, each.text[:10])], "csl-json"))[0] for each in (made(), english)]
    assert [item.get("language") for item in shown] == ["vi", None]
