"""Names as people type them, read as the passages write them."""

import unicodedata
from collections.abc import Iterable, Sequence

import pytest

from index.folding import words
from index.keywords import tokens
from index.mending import mended, ways_written

PASSAGES = (
    "Chiều 5/3, ông Tạ Khắc Hoà tiếp đoàn doanh nghiệp. Ông Tạ Khắc Hoà cảm ơn đoàn.",
    "Bà Ngô Thị Kiều Oanh, Phó Chủ tịch, thăm trường mầm non ở Viêng Chăn.",
    "Ông Lý Quang Vỹ và bà Đỗ Thuỳ Mỹ dự lễ khánh thành cầu.",
    "Ông Lê Lương Minh hội đàm với ông Bounpone Keosavath tại Luang Prabang.",
    "Ông Kẹo-xu-văn Bun-nhông phát biểu; ông Nguyễn Văn Thiện và ông Nguyễn Văn Hùng đáp lời.",
    "Cuộc họp báo về giá lúa gạo, sầu riêng và cà phê kéo dài hai giờ.",
)


class Said:
    """The vocabulary of a few passages, by looking through all of them."""

    def __init__(self, passages: Sequence[str]) -> None:
        self._passages = passages
        self._tokens = [set(tokens([word.folded for word in words(passage)])) for passage in passages]

    def count(self, token: str) -> int:
        """In how many passages the token stands."""
        return sum(token in said for said in self._tokens)

    def beginning(self, prefix: str) -> Iterable[str]:
        """The tokens that begin so."""
        return sorted(token for said in self._tokens for token in said if token.startswith(prefix))

    def written(self, name: tuple[str, ...]) -> Sequence[str]:
        """How the passages write the name."""
        return ways_written(name, self._passages)


def read(question: str) -> str:
    return mended(question, Said(PASSAGES)).text


@pytest.mark.parametrize(
    "typed",
    [
        "Ta Khac Hoaa",
        "Ta Khca Hoa",
        "Ta Khacc Hoa",
        "Ta Khc Hoa",
        "aT Khac Hoa",
        "Hoa Ta Khac",
        "Khac Hoa Ta",
        "Hoa Khac Ta",
        "Ta K. Hoa",
        "T. K. Hoa",
        "TaKhacHoa",
        "Taj Khawcs Hoaf",
        "Ta5 Kha8c1 Hoa2",
    ],
)
def test_a_name_is_found_however_it_was_typed(typed: str) -> None:
    """A slip in either word, another order, initials, no spaces, Telex and VNI: one person."""
    assert read(f"Who did {typed} receive?") == "Who did Ta Khac Hoa receive?"


@pytest.mark.parametrize("typed", ["Tạ Khắc Hòa", "Tạ Khắc Hoà", unicodedata.normalize("NFD", "Tạ Khắc Hoà")])
def test_either_place_of_the_tone_and_either_form_of_unicode_is_the_name_itself(typed: str) -> None:
    """Nothing was mistyped, so nothing is said."""
    question = mended(f"Ông {typed} tiếp ai?", Said(PASSAGES))
    assert question.text == f"Ông {unicodedata.normalize('NFC', typed)} tiếp ai?"
    assert question.slips == ()


def test_what_is_read_otherwise_is_told() -> None:
    """As typed, as read; the marks of the passages where the question has marks."""
    assert mended("Ông Tạ Khắcc Hòa tiếp ai?", Said(PASSAGES)).slips == (("Tạ Khắcc Hòa", "Tạ Khắc Hoà"),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ta Khac Hoa tiếp ai?", "Tạ Khắc Hoà tiếp ai?"),
        ("Lí Quang Vĩ dự lễ gì?", "Lý Quang Vỹ dự lễ gì?"),
        ("Who is Lê Luong Minh?", "Who is Lê Lương Minh?"),
        ("Who is Minh Le Luong?", "Who is Le Luong Minh?"),
    ],
)
def test_marks_not_typed_i_for_y_and_order_are_put_right_in_silence(typed: str, meant: str) -> None:
    """No one would call them slips."""
    assert mended(typed, Said(PASSAGES)) == mended(meant, Said(PASSAGES))


def test_a_wrong_tone_is_read_as_the_only_one_there_is() -> None:
    """Lê Lưỡng Minh is not there, Lê Lương Minh is; the reader is told."""
    question = mended("Lê Lưỡng Minh gặp ai?", Said(PASSAGES))
    assert question.text == "Lê Lương Minh gặp ai?"
    assert question.slips == (("Lê Lưỡng Minh", "Lê Lương Minh"),)


def test_an_accented_name_that_is_there_is_left_alone() -> None:
    """Where both people are there, each is meant by their own spelling."""
    passages = (*PASSAGES, "Ông Lê Lưỡng Minh thăm Huế.")
    assert mended("Lê Lưỡng Minh gặp ai?", Said(passages)).text == "Lê Lưỡng Minh gặp ai?"


@pytest.mark.parametrize(
    "question",
    [
        "Who is Nguyễn Văn Hưng Thịnh?",
        "Who is Nguyen Van Thien?",
        "What did Nguyen Van Hang say?",
        "Who is Trần Anh Tuấn?",
        "Who is Nguyen V. Long?",
        "Who did he meet in Bangkok?",
        "What did the Ministry of Health do?",
        "Isn't the news about cows and downs?",
        "Chủ tịch Lê Lường Minh Vương là ai?",
    ],
)
def test_another_person_is_not_read_as_one_who_is_there(question: str) -> None:
    """A well-formed name that no article has, an ambiguous initial, English words: all stay."""
    assert mended(question, Said(PASSAGES)) == mended(question, Said(()))


@pytest.mark.parametrize("typed", ["Bounpon Keosavath", "Bunpon Keosavat", "Bun-pon Kẹo-xa-vát", "Keosavathh"])
def test_a_foreign_name_is_found_in_another_transcription(typed: str) -> None:
    """Lao names are written as they sound, in English letters or in Vietnamese syllables."""
    assert "Keosavath" in read(f"Who is {typed}?")


def test_a_name_of_syllables_is_found_from_its_one_word() -> None:
    """Keoxuvan is Kẹo-xu-văn."""
    assert read("Who is Keoxuvan Bunnhong?") == "Who is Keo-xu-van Bun-nhong?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ai ở Viêngchăn?", "Ai ở Viêng Chăn?"),
        ("Who went to Luang Prabagn?", "Who went to Luang Prabang?"),
        ("Who went to Bangkook?", "Who went to Bangkok?"),
        ("What is new in Ha Noii?", "What is new in Hanoi?"),
    ],
)
def test_a_place_is_known_even_where_no_passage_names_it(typed: str, meant: str) -> None:
    """Closed up, or one slip from a name in the alias table."""
    assert read(typed) == meant


def test_a_question_in_small_letters_is_mended_word_by_word() -> None:
    """There no capital shows what is a name; a short word is read only with its neighbour."""
    assert read("ta khca hoa tiep doan nao") == "ta khac hoa tiep doan nao"


def test_keystrokes_are_read_in_a_vietnamese_question() -> None:
    """Typed with no input method on."""
    assert read("Oong Taj Khawcs Hoaf tieesp ai?") == "Ong Ta Khac Hoa tiep ai?"


def test_without_articles_nothing_is_mended() -> None:
    """Nobody knows what was meant."""
    assert mended("Who did Ta Khca Hoa receive?", Said(())).slips == ()
