"""Spans that could answer."""

import pytest

from assistant.asking.questions import understand
from assistant.asking.syllables import is_syllable
from assistant.reading.candidates import candidates


def found(question: str, sentence: str, least: float = 0.6) -> list[str]:
    return [sentence[c.start : c.end] for c in candidates(sentence, understand(question)) if c.fit >= least]


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Phó Bí thư Thành ủy Hà Nội Ngô Thị Hồng tiếp đoàn.", ["Ngô Thị Hồng"]),
        ("Đoàn do đồng chí Khampheng Saysompheng làm Trưởng đoàn.", ["Khampheng Saysompheng"]),
        ("Phó Chủ tịch nước Lào Pany Yathotou đến thăm.", ["Pany Yathotou"]),
        ("Tổng thống Joko Widodo gặp Thủ tướng Phạm Minh Chính.", ["Joko Widodo", "Phạm Minh Chính"]),
        ("Ông Thức nhận nhiệm vụ mới.", []),
        ("Công ty Samsung Electronics tuyển dụng tại tỉnh Bắc Ninh.", []),
        ("UBND thành phố Đà Nẵng họp sáng nay.", []),
        ("Bộ trưởng Bộ Công Thương Nguyễn Hồng Điệp trả lời.", ["Nguyễn Hồng Điệp"]),
        ("Chiều nay, Đoàn Văn phòng Chính phủ đến thăm.", []),
    ],
)
def test_people_are_told_from_places_and_bodies(sentence: str, people: list[str]) -> None:
    """Family names, foreign syllables and forms of address tell who is a person."""
    assert found("Ai đến?", sentence) == people


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("Lễ hội diễn ra từ ngày 4 đến 7/10.", ["ngày 4 đến 7/10"]),
        ("Khai mạc vào ngày mai (12/3) tại Huế.", ["ngày mai (12/3)"]),
        ("Luật có hiệu lực từ 1/1/2025.", ["1/1/2025"]),
        ("Ký ngày 2 tháng 9 năm 1945.", ["ngày 2 tháng 9 năm 1945"]),
        ("Giai đoạn 2022-2025 có nhiều dự án.", ["2022-2025"]),
        ("Cuối tháng 2/2024, hai bên gặp nhau.", ["Cuối tháng 2/2024"]),
        ("Mưa từ tháng 10 đến tháng 3.", ["từ tháng 10 đến tháng 3"]),
        ("Người đã sống ở đây cách đây 2 vạn năm.", ["cách đây 2 vạn năm"]),
        ("Tăng 12,5% so với kế hoạch, đạt 1.500 tỷ đồng.", []),
    ],
)
def test_dates_in_their_many_forms(sentence: str, dates: list[str]) -> None:
    """Days, ranges, months, years; a percentage or an amount is no date."""
    assert found("Khi nào?", sentence) == dates


@pytest.mark.parametrize(
    ("question", "sentence", "values"),
    [
        ("Tỷ lệ là bao nhiêu?", "Tỷ lệ hộ nghèo còn 1,7% trong năm 2017.", ["còn 1,7%"[4:]]),
        ("Chi phí bao nhiêu tiền?", "Dự án tốn hơn 252.000 tỷ đồng, dài 12 km.", ["hơn 252.000 tỷ đồng"]),
        ("Có bao nhiêu di tích?", "Hà Nội đã tôn tạo trên 5.000 di tích từ năm 2010.", ["trên 5.000"]),
        ("Bao nhiêu học sinh?", "Hỗ trợ 10 - 20 học sinh.", ["10 - 20"]),
        ("Kéo dài bao lâu?", "Khóa học kéo dài 3 tháng.", ["3 tháng"]),
    ],
)
def test_numbers_with_what_belongs_to_them(question: str, sentence: str, values: list[str]) -> None:
    """A hedge, a scale and a unit are part of the answer."""
    assert found(question, sentence) == values


@pytest.mark.parametrize(
    ("question", "sentence", "places"),
    [
        ("Cháy ở đâu?", "Vụ cháy xảy ra tại tỉnh Đắk Lắk.", ["tỉnh Đắk Lắk"]),
        ("Bắt ở thành phố nào?", "Người ở xã Tiên Cảnh bị bắt tại TP Tam Kỳ.", ["TP Tam Kỳ"]),
        ("Which country hosts it?", "Giải diễn ra tại TP Phnom Penh, Campuchia.", ["Campuchia"]),
        ("Ở đâu?", "Ông Trần Văn Nam đến huyện Gia Lâm.", ["huyện Gia Lâm"]),
    ],
)
def test_a_place_of_the_kind_asked_for(question: str, sentence: str, places: list[str]) -> None:
    """A city is no commune, a country no city, and a person no place."""
    assert found(question, sentence) == places


def test_a_number_of_what_was_to_be_counted_fits_best() -> None:
    """How many households is not answered with teachers."""
    sentence = "Có 320 hộ nghèo và 15 giáo viên."
    fits = {sentence[c.start : c.end]: c.fit for c in candidates(sentence, understand("Có bao nhiêu hộ nghèo?"))}
    assert fits == {"320": 1.0, "15": 0.3}


def test_of_a_change_the_new_value_holds() -> None:
    """From 33 months to 39 months."""
    assert found("Gói thầu kéo dài bao lâu?", "Gói thầu kéo dài từ 33 tháng lên 39 tháng.") == ["39 tháng"]


def best(question: str, sentence: str) -> str:
    """The candidate that fits best; of several the first."""
    one = max(candidates(sentence, understand(question)), key=lambda candidate: candidate.fit)
    return sentence[one.start : one.end]


def test_what_is_asked_for_begins_the_phrase() -> None:
    """Which programme: the chương trình and what it is."""
    sentence = "Ông trao đổi về việc triển khai chương trình phòng, chống ma túy tại Lào."
    assert best("Bàn về chương trình nào?", sentence) == "chương trình phòng, chống ma túy"


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "Luật nào được Quốc hội thông qua?",
            "Sáng 5/6, Quốc hội thông qua Luật Đất đai với 90% phiếu.",
            "Luật Đất đai",
        ),
        ("Cơ quan nào cấp phép?", "Giấy phép do Cục Hàng không Việt Nam cấp.", "Cục Hàng không Việt Nam"),
        ("Which ministry decides?", "Việc này do Bộ Giáo dục và Đào tạo quyết định.", "Bộ Giáo dục và Đào tạo"),
        (
            "Which ministry decides?",
            "Bộ Văn hóa, Thể thao và Du lịch đã quyết.",
            "Bộ Văn hóa, Thể thao và Du lịch",
        ),
        ("Ông Nam giữ chức gì?", "Ông Trần Nam, Giám đốc Sở Y tế Huế, phát biểu.", "Giám đốc Sở Y tế Huế"),
        ("Lê Văn Tám là ai?", "Ông Lê Văn Tám là Chủ tịch UBND tỉnh Kon Tum.", "Chủ tịch UBND tỉnh Kon Tum"),
        ("Sinh năm nào?", "Bà sinh ngày 7 tháng 1 năm 1943 tại Huế.", "năm 1943"),
        ("Đứng thứ mấy?", "Đội đứng thứ ba sau 12 vòng.", "thứ ba"),
        ("Kéo dài bao lâu?", "Cuộc họp kéo dài sáu năm.", "sáu năm"),
        ("Bao nhiêu cử tri đồng ý?", "Hơn hai phần ba cử tri đồng ý.", "Hơn hai phần ba"),
    ],
)
def test_the_span_of_the_kind(question: str, sentence: str, answer: str) -> None:
    """A law by its title, a body by its whole name, a post, a year, a rank, a share."""
    assert best(question, sentence) == answer


def test_how_many_of_a_unit_is_answered_in_it() -> None:
    """How many kilometres: neither a share nor lanes."""
    sentence = "Đường có 4 làn, dài 98 km, xong 60%."
    assert found("Đường dài bao nhiêu ki-lô-mét?", sentence, 0) == ["98 km"]
    assert found("How many kilometres long is it?", "Đường có 4 làn, xong 60%.", 0) == []


def test_who_and_where_may_have_no_name() -> None:
    """Without a name, a group and a place by its noun fit, less than any name would."""
    assert best("Ai điều khiển robot?", "Nhóm sinh viên điều khiển robot.") == "Nhóm sinh viên"
    assert best("Họ diễn ở đâu?", "Họ diễn trong sân trường.") == "sân trường"
    assert best("Ai điều khiển robot?", "Nhóm sinh viên của Lê Văn Hùng điều khiển robot.") == "Lê Văn Hùng"


def test_a_foreign_syllable_is_told_by_its_spelling() -> None:
    """Vietnamese spelling admits few syllables, and foreign names are not among them."""
    assert [is_syllable(word) for word in ("Nguyễn", "khuỷu", "quốc", "Putin", "Mark", "Seoul")] == [True] * 3 + [
        False
    ] * 3
