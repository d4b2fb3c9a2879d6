"""What a question asks."""

import pytest

from assistant.asking.questions import understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who chaired the meeting?", "person"),
        ("With whom did she talk?", "person"),
        ("Which minister resigned?", "person"),
        ("When does the festival open?", "date"),
        ("In which year was the bridge built?", "date"),
        ("How old was he when he died?", "age"),
        ("How long did the storm last?", "duration"),
        ("Where was the treaty signed?", "place"),
        ("Which province was hit?", "place"),
        ("By how much did exports grow?", "percent"),
        ("What was the share of renewable energy?", "percent"),
        ("How much did the bridge cost?", "money"),
        ("How many schools were built?", "number"),
        ("Why was the match cancelled?", "reason"),
        ("Which law was passed?", "thing"),
        ("Did the minister resign?", "yesno"),
        ("Ai chủ trì cuộc họp?", "person"),
        ("Bộ trưởng nào từ chức?", "person"),
        ("Lễ hội khai mạc khi nào?", "date"),
        ("Cây cầu được xây năm nào?", "date"),
        ("Bão kéo dài bao lâu?", "duration"),
        ("Hiệp định được ký ở đâu?", "place"),
        ("Tỷ lệ thất nghiệp là bao nhiêu?", "percent"),
        ("Cây cầu có tổng mức đầu tư bao nhiêu?", "money"),
        ("Có bao nhiêu trường được xây?", "number"),
        ("Vì sao trận đấu bị hoãn?", "reason"),
        ("Luật nào được thông qua?", "thing"),
        ("Công trình nào đã hoàn thành?", "thing"),
        ("cay cau duoc xay nam nao", "date"),
        ("vi sao tran dau bi hoan", "reason"),
        ("Which agency issued the licence?", "organisation"),
        ("Cơ quan nào cấp phép?", "organisation"),
        ("co quan nao cap phep", "organisation"),
        ("Ông tổ chức hội nghị nào?", "thing"),
        ("Which company's shares fell, and in what kind of market?", "organisation"),
        ("What position does she hold?", "post"),
        ("Who was Trần Văn Nam?", "post"),
        ("Ông Trần Văn Nam là ai?", "post"),
        ("Giám đốc sở là ai?", "person"),
        ("Bà giữ chức vụ gì?", "post"),
        ("ba giu chuc gi", "post"),
        ("Nhà hóa học nào tìm ra nó?", "person"),
        ("Quan chức Lào nào đến thăm?", "person"),
        ("Đâu là nguyên liệu chính?", "thing"),
        ("Kết quả phụ thuộc vào thời gian và yếu tố nào?", "thing"),
        ("What was Huế's average growth rate?", "percent"),
        ("Hà Nội 2022", "unclear"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    """The question word tells the kind, in both languages and without marks."""
    assert understand(question).kind == kind


def test_a_person_is_named_and_a_place_has_its_other_names() -> None:
    """A name stays whole; a city is known by its Vietnamese name."""
    names = {item.text: item.forms for item in understand("Who did Đinh Tiến Dũng meet in Vientiane?").names}
    assert names["Đinh Tiến Dũng"] == ("Đinh Tiến Dũng",)
    assert names["Vientiane"][:2] == ("Vientiane", "Viêng Chăn")


def test_a_capital_at_the_start_of_a_question_is_no_name() -> None:
    """Tỷ lệ is a word."""
    assert [item.text for item in understand("Tỷ lệ hộ nghèo còn bao nhiêu?").names] == []


def test_a_year_is_a_number() -> None:
    """2017 must stand in the evidence."""
    assert [i.text for i in understand("What happened in 2017?").items if i.kind == "number"] == ["2017"]


def test_what_is_asked_for_is_known_in_vietnamese() -> None:
    """Which programme asks for a chương trình."""
    assert understand("Which programme did they discuss?").head == ("chương trình",)
    assert understand("Họ bàn chương trình nào?").head[0] == "chương trình"


def test_a_name_may_stand_before_what_is_asked_for() -> None:
    """Which ASEAN conference asks for a conference."""
    assert understand("Which ASEAN conference is held?").head[:1] == ("hội nghị",)
