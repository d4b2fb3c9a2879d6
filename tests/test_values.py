"""What a text says as values."""

from fractions import Fraction

import pytest

from assistant.comparing.values import (
    Quantity,
    Stretch,
    Value,
    When,
    agrees,
    contradicts,
    dates,
    quantities,
    same,
    unsupported,
)

SURVEY = (
    "Chiều 28/6, Cục Thống kê cho biết GRDP 6 tháng đầu năm 2024 tăng 8,89%, đạt 252.000 tỷ đồng; hỗ trợ từ 10 - 20 học"
    " sinh, hơn 94% hộ dân, hai mươi ba xã; chuyến thăm từ ngày 11 đến 12/3 có 250 đại biểu của Đại hội XII."
)


def quantity(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    "ways",
    [
        ["8,89 %", "8,89%", "8.89 %", "8,89 phần trăm", "8.89 percent", "8.89 per cent", "8,89 phan tram"],
        ["252.000 tỷ đồng", "252 trillion dong", "252,000 billion VND", "VND252 trillion", "252 nghìn tỷ đồng"],
        ["252.000 tỷ", "252 nghìn tỷ đồng", "252 trillion dong"],
        ["10 đến 20 km", "10–20 km", "10 - 20 km", "10 to 20 kilometres", "từ 10 tới 20 km", "10 km đến 20 km"],
        ["hai mươi ba", "23", "twenty-three", "hai muoi ba"],
        ["1,5 triệu đồng", "1.5 million dong", "1.500.000 đồng", "một triệu rưỡi đồng", "1 triệu 500 nghìn đồng"],
        ["hai trăm linh năm người", "205 people", "two hundred and five people", "205 nguoi"],
        ["nửa triệu tấn", "half a million tonnes", "500.000 tấn", "500 million kg"],
        ["hai năm rưỡi", "30 tháng", "two and a half years", "2.5 years"],
        ["một nửa", "50%", "half of", "50 percent"],
        ["hai phần ba", "2/3", "two-thirds"],
        ["35 tuổi", "35 years old", "35-year-old", "ba mươi lăm tuổi"],
        ["US$5bn", "5 tỷ USD", "5 billion dollars", "5 tỷ đô la Mỹ"],
        ["1m70", "1,7 m", "170 cm", "1.70 metres"],
        ["50 ha", "500.000 m2", "0,5 km²", "50 hectares"],
        ["15h30", "15 giờ 30", "3:30 p.m.", "15:30"],
        ["lần thứ XIII", "13th", "thirteenth", "lần thứ 13", "khóa XIII"],
        ["hàng trăm người", "hundreds of people"],
        ["hơn 94%", "over 94 percent", "trên 94%"],
    ],
)
def test_ways_of_writing_one_value(ways: list[str]) -> None:
    """Each way is one quantity, the whole of the text, and the same as each other."""
    found = [quantity(way) for way in ways]
    assert [same(one, other) for one in found for other in found] == [True] * len(ways) ** 2
    assert [way[one.start : one.end] for way, one in zip(ways, found, strict=True)] == [
        w.removeprefix("từ ") for w in ways
    ]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("hơn 94%", "over"),
        ("more than 94%", "over"),
        ("gần 300 người", "nearly"),
        ("khoảng 1,5 triệu", "about"),
        ("xap xi 1,5 trieu", "about"),
        ("at least 12 people", "at_least"),
        ("18 tuổi trở lên", "at_least"),
        ("không quá 5%", "at_most"),
        ("94%", "exact"),
    ],
)
def test_hedges(text: str, hedge: str) -> None:
    """A hedge belongs to its number, before or behind it."""
    one = quantity(text)
    assert (one.hedge, text[one.start : one.end]) == (hedge, text)


def test_all_readings_of_an_ambiguous_figure() -> None:
    """1.234 is a thousand and more to one desk, little more than one to another."""
    plain = [Value("plain", "", Fraction(n), Fraction(n), step) for n, step in ((1234, Fraction(1)),)]
    decimal = Value("plain", "", Fraction("1.234"), Fraction("1.234"), Fraction(1, 1000))
    assert quantity("1.234").readings == (*plain, decimal)
    assert same(quantity("1.234"), quantity("1234")) and same(quantity("1.234"), quantity("1,234"))


@pytest.mark.parametrize(
    "text",
    [
        "Covid-19",
        "A320",
        "COP26",
        "Nghị quyết 04-NQ/TW",
        "bà Hai",
        "Ba Đình",
        "một số",
        "5G",
        "lần",
        "năm nay",
        "ngày 28/6",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    """Codes, names, articles and dates count nothing."""
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "ways",
    [
        [
            "28/6/2024",
            "28-6-2024",
            "28 June 2024",
            "June 28, 2024",
            "ngày 28 tháng 6 năm 2024",
            "ngay 28 thang 6 nam 2024",
        ],
        ["28/6", "ngày 28-6", "28 June", "June 28th", "ngày 28 tháng 6", "28 tháng sáu"],
        ["tháng 6/2024", "June 2024", "tháng sáu năm 2024", "6/2024", "thang 6 nam 2024"],
        ["từ 11 đến 12/3", "11-12/3", "ngày 11/3 đến 12/3", "11–12 March", "March 11-12", "11 to 12 March"],
        ["quý II/2024", "quý 2 năm 2024", "Q2 2024", "the second quarter of 2024"],
        ["6 tháng đầu năm 2024", "first half of 2024", "nửa đầu năm 2024", "first six months of 2024"],
        ["năm 2022-2025", "2022 - 2025", "từ năm 2022 đến năm 2025"],
        ["những năm 1990", "the 1990s", "thập niên 90"],
        ["thế kỷ XIX", "thế kỷ 19", "the 19th century", "nineteenth century"],
        ["năm 179 TCN", "179 BC"],
    ],
)
def test_ways_of_writing_one_time(ways: list[str]) -> None:
    """A day, a month, a stretch of days, a quarter, a decade, a century."""
    found = [dates(way) for way in ways]
    assert [len(one) for one in found] == [1] * len(ways)
    assert [same(one, other) for (one,) in found for (other,) in found] == [True] * len(ways) ** 2


def test_an_english_date_in_figures_has_two_readings() -> None:
    """3/12/2024 is a day of March or of December; in Vietnamese only of December."""
    assert [len(dates(text)[0].readings) for text in ("It opened on 3/12/2024.", "Khánh thành ngày 3/12/2024.")] == [
        2,
        1,
    ]


@pytest.mark.parametrize(
    ("text", "fives"), [("có năm người bị thương", 1), ("mỗi năm người dân thu hoạch", 0), ("10 năm ngày thành lập", 0)]
)
def test_five_is_also_a_year(text: str, fives: int) -> None:
    """Năm before what is counted is five, but not after words that go with a year."""
    assert [value.low for one in quantities(text) for value in one.readings].count(Fraction(5)) == fives


def test_a_part_may_be_a_date() -> None:
    """3/4 is in both lists."""
    assert [len(found) for found in (dates("3/4"), quantities("3/4"))] == [1, 1]


def compare(one: str, other: str) -> tuple[bool, bool, bool]:
    a, b = ((dates(text) or quantities(text))[0] for text in (one, other))
    return same(a, b), agrees(a, b), contradicts(a, b)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("28/6", "28/6/2024", (False, True, False)),
        ("12/3", "từ 11 đến 12/3", (False, True, False)),
        ("13/3", "từ 11 đến 12/3", (False, False, True)),
        ("tháng 6/2024", "28/6/2024", (False, True, False)),
        ("năm 2023", "28/6/2024", (False, False, True)),
        ("28/6/2023", "28/6/2024", (False, False, True)),
        ("28/6", "năm 2024", (False, False, False)),
        ("hơn 8%", "8,89%", (False, True, False)),
        ("hơn 9%", "8,1%", (False, False, True)),
        ("gần 9%", "8,89%", (False, True, False)),
        ("8,9%", "8,89%", (False, True, False)),
        ("8,5%", "8,89%", (False, False, True)),
        ("250 người", "252 người", (False, True, False)),
        ("251 người", "252 người", (False, False, True)),
        ("252 people", "252", (True, True, False)),
        ("5%", "5 km", (False, False, False)),
        ("5 USD", "7 đồng", (False, False, False)),
        ("hàng trăm người", "320 người", (False, True, False)),
        ("hàng trăm người", "32 người", (False, False, False)),
        ("10–20 km", "15 km", (False, True, False)),
        ("10–20 km", "25 km", (False, False, True)),
        ("35 tuổi", "53 tuổi", (False, False, True)),
    ],
)
def test_same_agreeing_and_contradicting(one: str, other: str, how: tuple[bool, bool, bool]) -> None:
    """Coarser and finer agree; only what cannot both be true contradicts; other families do neither."""
    assert compare(one, other) == compare(other, one) == how


@pytest.mark.parametrize(
    "text",
    [
        "On 28 June, GRDP grew 8.89 percent in the first half of 2024 [1].",
        "On 28 June 2024 it was VND252 trillion.",
        "It grew over 8%, about 9%.",
        "It helps 10 to 20 pupils, 94% of households and twenty-three communes.",
        "The two sides met on 12 March (11–12 March); one of them spoke first.",
        "In June 2024 the 12th Congress had 250 delegates.",
        "Tăng 8.89% và 23 xã.",
        "252 trillion; 8.89; the 28th; 12 March.",
    ],
)
def test_what_the_evidence_has_in_some_way_of_writing(text: str) -> None:
    """Nothing to report."""
    assert unsupported(text, [SURVEY]) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("In 2023 it grew 8.9%.", ("2023", "8.9%")),
        ("On 29 June it was 253 trillion dong.", ("29 June", "253 trillion dong")),
        ("15 pupils heard of COP26 and 04-NQ/TW [12].", ("15", "COP26", "04-NQ/TW")),
        ("On 28 June 2023.", ("28 June 2023",)),
        ("Ngày 15/3 có hơn 300 đại biểu.", ("Ngày 15/3", "hơn 300")),
        ("Five million people", ("Five million people",)),
    ],
)
def test_what_no_evidence_has(text: str, missing: tuple[str, ...]) -> None:
    """Reported as the text has it, in order; a rounding that is not said is one."""
    assert unsupported(text, [SURVEY]) == missing


def test_a_day_and_its_year_may_stand_apart() -> None:
    """The year is that of the article."""
    assert unsupported("On 28 June 2024", ["Ngày 28/6", "Bài đăng năm 2024"]) == ()


def test_every_value_is_cut_from_its_text() -> None:
    """Offsets lie in the text, in order; a day is a stretch of itself."""
    found: list[Quantity | When] = [*quantities(SURVEY), *dates(SURVEY)]
    assert all(0 <= one.start < one.end <= len(SURVEY) and one.readings for one in found)
    assert [one.start for one in quantities(SURVEY)] == sorted(one.start for one in quantities(SURVEY))
    day = dates("28/6")[0].readings[0]
    assert day == Stretch(day.first, day.last)


@pytest.mark.parametrize(
    "part", ["hai ", "a-", "năm 2024 ", "tháng 3 ", "10 - ", "1.234,", " ", "xii ", "ngày 11 đến "]
)
def test_a_text_of_nothing_but_numbers_is_read(part: str) -> None:
    """Long and odd texts come to an end."""
    text = part * (20_000 // len(part))
    found: list[Quantity | When] = [*quantities(text), *dates(text)]
    assert all(one.end <= len(text) for one in found)
