"""Other names, and Vietnamese for English words."""

import pytest

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
    """The alias table is symmetric."""
    table = aliases()
    assert all(names == table[form(name)] for names in table.values() for name in names)
