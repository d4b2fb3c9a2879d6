"""Quotations: what stands is exact wherever it stands, and what was changed is named."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.data import Change, Quotation
from assistant.quotations.finding import LONGEST, MOST_PLACES, find_quotation
from index.building import build
from index.data import Article, Span
from index.errors import UsageError
from index.filters import Filter
from index.searching import Index
from index.verbatim import title_spans
from tests.fakes import LetterEncoder
from tests.seeds import EXPECTED, SEEDS
from tests.three_articles import FLOOD

POVERTY = "tỷ lệ hộ nghèo tại Hà Nội chỉ còn 1,7%"
HANOI = "000_bab0be991bfed72a.txt"
TALKS = "001_b916f5b25537c5e9.txt"
RECEIVED = "003_ab267f7e1ec23f34.txt"

Words = Sequence["re.Match[str]"]


def opened(folder: Path, articles: Path) -> Index:
    """An index of these articles; no quotation needs the vectors."""
    build(articles, folder, LetterEncoder())
    return Index.open(folder, LetterEncoder())


def of_texts(folder: Path, **texts: str) -> Index:
    """An index of these texts, each by its name."""
    articles = folder / "articles"
    articles.mkdir()
    for name, text in texts.items():
        (articles / f"{name}.txt").write_text(text, "utf-8")
    return opened(folder / "index", articles)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the five seeds, with vectors of letters."""
    return opened(tmp_path_factory.mktemp("quotations") / "index", SEEDS)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, int, float, float]:
    """Which seed, which span of its body, and which share of its words from where: ten at least."""
    name = draw(st.sampled_from(sorted(EXPECTED)))
    shares = st.floats(0, 1, exclude_max=True)
    return name, draw(st.integers(0, 4)), draw(shares), draw(shares)


def cut(index: Index, drawn: tuple[str, int, float, float]) -> tuple[Article, Words]:
    """The words of the stretch that was drawn."""
    name, which, first, size = drawn
    article = index.article(name)
    span = article.body[which % len(article.body)]
    words = list(re.finditer(r"\S+", article.text[: span.end]))
    words = [word for word in words if word.start() >= span.start]
    start = int(first * (len(words) - 10))
    return article, words[start : start + 10 + int(size * min(60, len(words) - start - 9))]


def text_of(article: Article, words: Words) -> str:
    return article.text[words[0].start() : words[-1].end()]


def letters(text: str) -> str:
    """The text without what typography may change."""
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


OLD_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "ủy": "uỷ", "ùy": "uỳ", "úy": "uý", "òe": "oè"}
MARKS: dict[str, Callable[[str], str]] = {
    "straight quotes": lambda text: re.sub("[“”]", '"', text),
    "French quotes": lambda text: text.replace("“", "«").replace("”", "»"),
    "in quotes": lambda text: f"“{text}”",
    "dashes": lambda text: text.replace("-", "–"),
    "hyphens": lambda text: text.replace("–", "-"),
    "three dots": lambda text: text.replace("…", "..."),
    "white space": lambda text: " \n " + text.replace(" ", "\u00a0 "),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "capital at the start": lambda text: text[0].upper() + text[1:],
    "small letter at the start": lambda text: text[0].lower() + text[1:],
    "capitals": str.upper,
    "a stop": lambda text: f"{text.rstrip('.,;')}.",
    "no stop": lambda text: text.rstrip(".,"),
    "a comma": lambda text: f"{text.rstrip('.,')},",
    "what was cut": lambda text: f"… {text} [...]",
    "old tones": lambda text: re.sub("|".join(OLD_TONES), lambda found: OLD_TONES[found[0]], text),
}  # fmt: skip


def is_cited(article: Article, words: Words, said: Quotation) -> bool:
    """Whether a citation is the stretch, but for the quotes and stops at its ends."""
    start, end = words[0].start(), words[-1].end()
    passages = [citation.passage for citation in said.citations if citation.passage.article.id == article.id]
    inside = [one for one in passages if start <= one.start and one.end <= end + 1]
    return letters(text_of(article, words)) in [letters(one.text) for one in inside]


@settings(max_examples=150, deadline=None)
@given(stretches(), st.lists(st.sampled_from(sorted(MARKS)), max_size=4))
def test_any_ten_words_of_an_article_are_exact_in_any_typography(
    seeds: Index, drawn: tuple[str, int, float, float], changed: Sequence[str]
) -> None:
    """At their place, whatever became of quotes, dashes, spaces, tones, capitals at the start and the stop."""
    article, words = cut(seeds, drawn)
    text = text_of(article, words)
    for name in changed:
        text = MARKS[name](text)
    said = find_quotation(seeds, text)
    assert (said.status, said.changes, said.quote) == ("exact", (), text)
    assert is_cited(article, words, said)


@settings(max_examples=80, deadline=None)
@given(stretches(), st.integers(0, 99), st.sampled_from("123456789"))
def test_a_changed_number_is_altered_and_named(
    seeds: Index, drawn: tuple[str, int, float, float], which: int, digit: str
) -> None:
    """One digit is enough; both numbers are in the change, at their offsets."""
    article, words = cut(seeds, drawn)
    text = text_of(article, words)
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    assume(digits)
    at = digits[which % len(digits)]
    assume(text[at] != digit)
    said = find_quotation(seeds, text[:at] + digit + text[at + 1 :])
    assert said.status == "altered"
    assert any(change.at.start <= at < change.at.end for change in said.changes)
    holds(said)


@settings(max_examples=80, deadline=None)
@given(stretches(), st.randoms(use_true_random=False))
def test_shuffled_words_are_never_exact(seeds: Index, drawn: tuple[str, int, float, float], random: Random) -> None:
    """They are altered, and cited from the article that has them."""
    _, words = cut(seeds, drawn)
    before = [word.group() for word in words]
    after = random.sample(before, len(before))
    assume([letters(word) for word in after if letters(word)] != [letters(word) for word in before if letters(word)])
    said = find_quotation(seeds, " ".join(after))
    assert said.status == "altered"
    holds(said)


def holds(said: Quotation) -> None:
    """Every citation is cut from what may be cited, every change is where it says."""
    for citation in said.citations:
        passage = citation.passage
        article = passage.article
        assert citation.quote == article.text[passage.start : passage.end]
        assert any(
            span.start <= passage.start and passage.end <= span.end for span in [*article.body, *title_spans(article)]
        )
    for change in said.changes:
        assert change.quoted == said.quote[change.at.start : change.at.end]
        assert change.article == said.citations[0].passage.article.text[change.stands.start : change.stands.end]


def changed(said: Quotation) -> list[tuple[str, str, str]]:
    """The changes without their places."""
    holds(said)
    return [(change.kind, change.quoted, change.article) for change in said.changes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POVERTY.replace("1,7", "2,7"), [("changed", "2,7", "1,7")]),
        (POVERTY.replace("1,7", "1.7"), [("changed", "1.7", "1,7")]),
        (POVERTY.replace("Hà Nội", "Hà Nam"), [("changed", "Nam", "Nội")]),
        (POVERTY.replace("Hà Nội", "Thành phố Hồ Chí Minh"), [("changed", "Thành phố Hồ Chí Minh", "Hà Nội")]),
        (POVERTY.replace("chỉ còn", "không còn"), [("changed", "không", "chỉ")]),
        (POVERTY.replace("chỉ còn", "chưa chỉ còn"), [("put_in", "chưa", "")]),
        (POVERTY.replace("hộ nghèo", "nghèo"), [("left_out", "", "hộ")]),
        (POVERTY.replace("hộ", "họ"), [("changed", "họ", "hộ")]),
        (f"{POVERTY}?", [("put_in", "?", "")]),
        (f"Rõ ràng, nhờ những chính sách toàn diện, {POVERTY}", [("put_in", "Rõ ràng", "")]),
        (f"{POVERTY} – một kỳ tích", [("put_in", "một kỳ tích", "")]),
        ("Ty le ho ngheo tai Ha Noi chi con 2,7%", [("changed", "2,7", "1,7")]),
    ],
)
def test_what_was_altered_is_said_word_by_word(
    seeds: Index, text: str, expected: Sequence[tuple[str, str, str]]
) -> None:
    """A number, a name, a negation, one mark; not what the sentence has before and after the words quoted."""
    said = find_quotation(seeds, text)
    assert (said.status, changed(said)) == ("altered", list(expected))
    assert [citation.quote for citation in said.citations] == [
        "Nhờ những chính sách toàn diện, tỷ lệ hộ nghèo tại Hà Nội chỉ còn 1,7%."
    ]


def test_a_change_says_where_it_is_on_both_sides(seeds: Index) -> None:
    """In the quotation as it was given, spaces and quotes and all, and in the article."""
    said = find_quotation(seeds, f" “{POVERTY.replace('1,7', '2,7')}” ")
    assert said.changes == (Change("changed", "2,7", "1,7", Span(36, 39), Span(3199, 3202)),)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (f'"{POVERTY}."', f"{POVERTY}."),
        (POVERTY.replace("tỷ", "tỉ").replace("1,7%", "1,7 %"), POVERTY),
        (
            "Hà Nội luôn xác định phát triển kinh tế là nhiệm vụ […] xây dựng Đảng là then chốt",
            "Hà Nội luôn xác định phát triển kinh tế là nhiệm vụ trọng tâm, xây dựng Đảng là then chốt",
        ),
        (
            "chỉ còn 1,7% ... luôn xác định đây là nhiệm vụ trọng tâm",
            "chỉ còn 1,7%. Về công tác đảm bảo an ninh chính trị xã hội, Thành ủy Hà Nội luôn xác định đây là nhiệm vụ"
            " trọng tâm",
        ),
        ("một cách thiết thực. Về kinh nghiệm xóa đói", "một cách thiết thực.\n\u00a0\n\n\nVề kinh nghiệm xóa đói"),
        ("trên tinh thần “đồng chí, anh em", "trên tinh thần “đồng chí, anh em”"),
        ("giai đoạn 2022—2025 được ký kết", "giai đoạn 2022 - 2025 được ký kết"),
    ],
)
def test_an_exact_quotation_is_cited_as_the_article_has_it(seeds: Index, text: str, quote: str) -> None:
    """Across sentences and paragraphs, with words left out where it says so, without the quotes around it."""
    said = find_quotation(seeds, text)
    holds(said)
    assert (said.status, said.notes, [citation.quote for citation in said.citations]) == ("exact", (), [quote])


def test_words_left_out_must_be_near_and_in_order(seeds: Index) -> None:
    """Pieces from all over an article, or the other way about, are no quotation of it."""
    far = "xây dựng Đảng là then chốt […] theo hướng thiết thực và hiệu quả hơn"
    turned = "xây dựng Đảng là then chốt […] phát triển kinh tế là nhiệm vụ"
    assert "exact" not in [find_quotation(seeds, text).status for text in (far, turned)]


def test_a_word_changed_beside_words_left_out_is_named(seeds: Index) -> None:
    """What the quotation says it leaves out is no change."""
    text = "tỷ lệ hộ nghèo tại Hà Nội chỉ còn 3,7% […] nhiệm vụ trọng tâm của các cấp các ngành"
    assert changed(find_quotation(seeds, text)) == [("changed", "3,7", "1,7")]


def test_a_title_is_found_in_capitals(seeds: Index) -> None:
    """It stands in the text but in no passage."""
    said = find_quotation(seeds, EXPECTED[HANOI]["title"].upper())
    assert (said.status, said.notes) == ("exact", ())
    assert [(one.passage.article.id, one.passage.start, one.quote) for one in said.citations] == [
        (HANOI, 0, EXPECTED[HANOI]["title"])
    ]


def test_a_title_that_is_only_stated_is_named_but_not_cited(tmp_path: Path) -> None:
    """An export has titles beside its texts; nothing in the text could be cited."""
    articles = tmp_path / "articles"
    articles.mkdir()
    row = {"title": "Làng lụa vào mùa hội mới", "text": "Sáng nay, bà con dệt những tấm lụa đầu tiên bên sông."}
    (articles / "x.jsonl").write_text("\n".join(json.dumps(one) for one in (row, row | {"text": FLOOD})), "utf-8")
    said = find_quotation(opened(tmp_path / "index", articles), "làng lụa vào mùa hội mới")
    assert (said.status, said.citations, ["x.jsonl#1" in note for note in said.notes]) == ("not_found", (), [True])


def test_what_is_typed_without_marks_is_exact_and_said_to_be(seeds: Index) -> None:
    """Only where the whole of it was; one word without its marks among others is a change."""
    said = find_quotation(seeds, "ty le ho ngheo tai Ha Noi chi con 1,7%")
    assert (said.status, said.citations[0].quote) == ("exact", POVERTY)
    assert said.notes == ("Câu được gõ không dấu; trong bài có dấu.",)
    assert changed(find_quotation(seeds, POVERTY.replace("nghèo", "ngheo"))) == [("changed", "ngheo", "nghèo")]


def test_page_furniture_is_not_cited(seeds: Index) -> None:
    """A teaser and a caption are told to be what they are."""
    for text, article in (("Khẳng định vai trò là “cầu nối” ý Đảng", TALKS), ("Quang cảnh buổi tiếp.", RECEIVED)):
        said = find_quotation(seeds, text)
        assert (said.status, said.citations) == ("not_found", ())
        assert [article in note for note in said.notes] == [True]


def test_words_that_furniture_stands_between_are_cited_in_parts(seeds: Index) -> None:
    """Two citations, neither with the caption that stands between them."""
    said = find_quotation(seeds, "mối quan hệ đặc biệt Việt Nam - Lào. Thay mặt Đoàn, Bí thư Thành ủy Hà Nội")
    holds(said)
    assert [citation.quote for citation in said.citations] == [
        "mối quan hệ đặc biệt Việt Nam - Lào.",
        "Thay mặt Đoàn, Bí thư Thành ủy Hà Nội",
    ]
    assert (said.status, len(said.notes)) == ("exact", 1)


def test_a_paraphrase_is_not_a_quotation(seeds: Index) -> None:
    """Less than half of its words stand together anywhere; nothing is said of translation."""
    said = find_quotation(seeds, "Số gia đình khó khăn ở thủ đô đã giảm xuống dưới hai phần trăm nhờ chính sách tốt")
    assert (said.status, said.citations, said.changes, said.notes) == ("not_found", (), (), ())


def test_a_translation_cannot_be_traced(seeds: Index) -> None:
    """It is said so, in the quotation's language."""
    said = find_quotation(seeds, "Hanoi will go on promoting practical cooperation with the Lao provinces")
    assert (said.status, said.language, len(said.notes)) == ("not_found", "en", 1)
    assert said.notes[0].startswith("A translation cannot be traced word for word")


@pytest.mark.parametrize(("text", "status"), [("Hà Nội", "not_found"), ("Chanthaboun Rattanavong mong", "exact")])
def test_two_or_three_words_are_traced_only_where_they_are_rare(seeds: Index, text: str, status: str) -> None:
    """A name that stands everywhere is too short to be traced."""
    said = find_quotation(seeds, text)
    assert said.status == status
    assert [note.endswith("không lặp lại nhiều.") for note in said.notes] == [True] * (status == "not_found")


@pytest.mark.parametrize("text", ["", " \n", "“…”", "[...]", "a" * (LONGEST + 1)])
def test_what_is_no_quotation_is_refused_in_a_sentence(seeds: Index, text: str) -> None:
    """Empty, punctuation only, or endless."""
    with pytest.raises(UsageError, match=r"^The quotation is (empty|too long)"):
        find_quotation(seeds, text)


@pytest.mark.parametrize(
    "text", ["\x00 Hà Nội \x1b[31m mong muốn", "🤖" * 50 + "Hà Nội mong muốn", '+title:"a b"^2 ~3']
)
def test_odd_characters_are_looked_for_like_any(seeds: Index, text: str) -> None:
    """No character is a command to the search engine."""
    holds(find_quotation(seeds, text))


SAID = "Chúng tôi sẽ hoàn thành cây cầu này trước mùa mưa năm tới."


def test_all_places_are_cited_the_earliest_published_first(tmp_path: Path) -> None:
    """Every article and every place in it; without a day they come last."""
    dated = "---\ntitle: {0}\ndate: {1}\nsource: {0}\n---\n{2}\n"
    index = of_texts(
        tmp_path,
        a=f"Lời hứa ở bến phà\n\nHôm qua, ông Tư nhắc lại với bà con câu hứa cũ: “{SAID}”",
        b=dated.format("Báo Sau", "2024-05-02", f"Trả lời báo chí, ông Tư nói: “{SAID}” Dân làng vỗ tay."),
        c=dated.format("Báo Trước", "2024-05-01", f"Bên bờ sông, ông Tư cam kết: “{SAID}” Rồi ông lặp lại: “{SAID}”"),
    )
    said = find_quotation(index, SAID.lower())
    holds(said)
    assert [one.passage.article.id for one in said.citations] == ["c.txt", "c.txt", "b.txt", "a.txt"]
    assert [one.number for one in said.citations] == [1, 2, 3, 4]
    assert {one.quote for one in said.citations} == {SAID}
    only = find_quotation(index, SAID, Filter(sources=("Báo Sau",)))
    assert [one.passage.article.id for one in only.citations] == ["b.txt"]


def test_of_very_many_places_some_are_cited_and_the_others_counted(tmp_path: Path) -> None:
    """No reader wants thirty."""
    texts = {
        f"bai{number}": f"Tin số {number}\n\nKhách hỏi câu thứ {number}. {SAID}" for number in range(MOST_PLACES + 3)
    }
    said = find_quotation(of_texts(tmp_path, **texts), SAID)
    assert (len(said.citations), said.notes) == (MOST_PLACES, ("Câu này còn có ở 3 chỗ khác.",))


def test_near_copies_are_named_beside_the_first(tmp_path: Path) -> None:
    """The same story as another outlet prints it is no further place."""
    body = (
        FLOOD.split("\n\n", 1)[1]
        + "\nTheo ông, các đội cứu hộ vẫn túc trực suốt đêm bên bờ sông để giúp bà con dọn nhà.\n"
    )
    index = of_texts(tmp_path, one=f"Lũ lớn ở Huế\n\n{body}", other=f"Huế: nước lên nhanh\n\n{body}")
    said = find_quotation(index, "300 hộ dân đã được sơ tán. Các trường học đóng cửa hai ngày")
    assert [(one.passage.article.id, [copy.id for copy in one.also_in]) for one in said.citations] == [
        ("one.txt", ["other.txt"])
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Ông lê văn hải, Chủ tịch xã, cho biết 300 hộ dân", "Chữ hoa, chữ thường có khác."),
        ("Ông Lê Văn Hải Chủ tịch xã cho biết: 300 hộ dân", "Dấu câu có khác."),
    ],
)
def test_capitals_and_punctuation_are_no_alteration_but_are_noted(tmp_path: Path, text: str, note: str) -> None:
    """The words are the same; a reader who copies it should know."""
    said = find_quotation(of_texts(tmp_path, flood=FLOOD), text)
    assert (said.status, said.notes) == ("exact", (note,))


def test_words_that_are_parted_or_joined_otherwise_are_the_same(tmp_path: Path) -> None:
    """White space is typography, but not between two figures."""
    index = of_texts(
        tmp_path, one="Chợ phiên\n\nSáng nay ở thành phốHà Giang, các sạp 3,4 và 5 bán hết 12 con trâu cày."
    )
    assert find_quotation(index, "ở thành phố Hà Giang, các sạp 3, 4 và 5 bán hết 12 con trâu").status == "exact"
    joined = find_quotation(index, "Giang, các sạp 3,4 và 5 bán hết 1 2 con trâu cày")
    assert changed(joined) == [("changed", "1 2", "12")]


def test_a_minus_counts(tmp_path: Path) -> None:
    """A dash before a figure is no typography where it makes another figure of it."""
    index = of_texts(tmp_path, one="Rét đậm\n\nĐêm qua ở Mẫu Sơn nhiệt độ xuống -2 độ C, băng phủ kín các cành cây.")
    assert find_quotation(index, "ở Mẫu Sơn nhiệt độ xuống −2 độ C, băng phủ kín").status == "exact"
    assert changed(find_quotation(index, "ở Mẫu Sơn nhiệt độ xuống 2 độ C, băng phủ kín")) == [("left_out", "", "-")]
