"""Other names, and Vietnamese for English words."""

from pathlib import Path

import pytest

from index.errors import UsageError
from index.names import aliases, concepts, form, irregular, lemmas, lexicon


def said(text: str) -> dict[str, tuple[str, ...]]:
    return {concept.text: concept.others for concept in concepts(text)}


def test_a_city_is_known_by_its_vietnamese_name() -> None:
    """Vientiane is Viêng Chăn, either way."""
    assert "Viêng Chăn" in said("Who did he meet in Vientiane?")["Vientiane"]
    assert "Vientiane" in said("Ông gặp ai ở Viêng Chăn?")["Viêng Chăn"]


def test_a_country_is_known_through_cldr() -> None:
    """France is Pháp without anyone listing it."""
    assert said("What is the capital of France?")["France"] == ("Pháp",)


def test_a_word_that_only_folds_to_a_country_is_not_one() -> None:
    """pháp luật is law, not France."""
    assert "pháp" not in said("ông nói gì về pháp luật?")


def test_a_question_word_is_not_an_abbreviation() -> None:
    """Who is not the World Health Organization; WHO is."""
    assert "Who" not in said("Who is he?")
    assert "Tổ chức Y tế Thế giới" in said("What did the WHO say?")["WHO"]


def test_an_inflected_english_word_has_vietnamese() -> None:
    """The word headed is found under head, met under meet."""
    assert "dẫn đầu" in said("Who headed it?")["headed"]
    assert "gặp" in said("Who met him?")["met"]


def test_the_longest_entry_wins() -> None:
    """A prime minister is one thing."""
    assert "thủ tướng" in said("Who is the prime minister?")["prime minister"]


def test_vietnamese_words_are_not_looked_up_as_english() -> None:
    """The syllable ban is not a ban."""
    assert "ban" not in said("ban nào lo việc này?")


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("programmes", "programme"),
        ("countries", "country"),
        ("planned", "plan"),
        ("building", "build"),
        ("classes", "class"),
    ],
)
def test_regular_forms_lead_to_their_lemma(word: str, lemma: str) -> None:
    """Plurals and tenses are undone."""
    assert lemma in lemmas(word)


def test_the_data_files_hold_what_they_promise() -> None:
    """Every entry has at least one Vietnamese form with words in it; every irregular form another word as lemma."""
    assert len(lexicon()) > 5000
    assert all(others and all(map(form, others)) for others in lexicon().values())
    assert all(lemma != (inflected,) for inflected, lemma in irregular().items())


def test_every_name_of_a_group_knows_the_others() -> None:
    """What another name is of one, one is of the other."""
    table = aliases()
    assert all(any(form(other) == one for other in table[form(name)]) for one in table for name in table[one])


def test_a_shared_name_does_not_make_two_things_one() -> None:
    """nước Anh is England and the United Kingdom, which are two."""
    assert {"England", "United Kingdom"} <= {*said("Thủ đô nước Anh là gì?")["nước Anh"]}
    assert "England" not in said("What is the UK?")["UK"]


@pytest.mark.parametrize(
    ("question", "name", "other"),
    [
        ("Who is the mayor of Chengdu?", "Chengdu", "Thành Đô"),
        ("Ai là thị trưởng Thành Đô?", "Thành Đô", "Chengdu"),
        ("Ai là thị trưởng Thanh Do?", "Thanh Do", "Chengdu"),
        ("Is Dalat far?", "Dalat", "Đà Lạt"),
        ("Where is Xi'an?", "Xi'an", "Tây An"),
        ("What happened in the Spratlys?", "Spratlys", "Trường Sa"),
        ("thoi tiet viet nam", "viet nam", "Vietnam"),
    ],
)
def test_a_place_of_either_table_is_known_by_its_names(question: str, name: str, other: str) -> None:
    """In both languages, with marks and without."""
    assert other in said(question)[name]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("vùng đất được hình thành do bồi đắp", "thành do"),
        ("bài viết năm nào?", "viết năm"),
        ("thuốc chữa động kinh", "động kinh"),
        ("thuoc chua dong kinh", "dong kinh"),
        ("tổ chức vì hòa bình", "hòa bình"),
        ("Ông Nguyễn Hải Nam là ai?", "Hải Nam"),
        ("Bệnh viện Chấn thương ở đâu?", "viện Chấn"),
        ("Nice weather in Of and Bath", "Nice"),
        ("What happened in Changsha and Taiyuan?", "Changsha"),
    ],
)
def test_common_words_and_parts_of_other_names_are_no_places(question: str, name: str) -> None:
    """Marks that differ, compounds of the language, a person's given names, towns that nobody means."""
    assert name not in said(question)


OWN = """
teams = [["Red Kites", "Diều Đỏ", "đội Diều Đỏ"]]
places = [["Hanoi", "Kẻ Chợ"], ["Old Quarter", "Kẻ Chợ"]]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "own.toml"
    monkeypatch.setenv("ASSISTANT_ALIASES", str(file))
    return file


def test_the_users_own_names_are_used_and_only_while_they_are_set(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named by the setting adds to what is built in; another setting, other names."""
    own.write_text(OWN, "utf-8")
    assert said("Who trains the Red Kites?")["Red Kites"] == ("Diều Đỏ", "đội Diều Đỏ")
    assert "Kẻ Chợ" in said("Is it in Hanoi?")["Hanoi"]
    assert {"Hà Nội", "Old Quarter"} <= {*said("Ở Kẻ Chợ có gì?")["Kẻ Chợ"]}
    assert "Old Quarter" not in said("Is it in Hanoi?")["Hanoi"]
    monkeypatch.delenv("ASSISTANT_ALIASES")
    assert "Red Kites" not in said("Who trains the Red Kites?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('teams = [["one"]]', "teams, line 1 of it: not two names or more: ['one']"),
        ('teams = [["one", "two"], "three"]', "teams, line 2 of it: not two names or more: 'three'"),
        ('teams = [["one", "…"]]', "teams, line 1 of it"),
        ('[teams]\na = ["one", "two"]', "teams is not a list of lines"),
        ('teams = [["one" "two"]]', "line 1"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_the_place_and_the_remedy(own: Path, text: str, said: str) -> None:
    """What, where, and how it is written."""
    own.write_text(text, "utf-8")
    with pytest.raises(UsageError) as failure:
        aliases()
    assert str(own) in str(failure.value)
    assert said in str(failure.value)
    assert 'places = [["Vientiane", "Viêng Chăn"], ...]' in str(failure.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_is_not_there_or_not_utf8_is_refused(own: Path, content: bytes | None) -> None:
    """A setting that does nothing must not pass unseen."""
    if content is not None:
        own.write_bytes(content)
    with pytest.raises(UsageError, match=r"named by ASSISTANT_ALIASES, cannot be read"):
        aliases()
