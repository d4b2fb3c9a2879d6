"""Bytes become the text their writer saw, or are reported; what is right already is left alone."""

import codecs
import unicodedata
from collections.abc import Callable

import pytest

from index.files.encodings import Decoded, NotText, decode, mended
from index.files.legacy import composed, letters, shown
from index.files.syllables import is_syllable
from tests.seeds import SEEDS

# Made up for these tests: many kinds of text that a newsroom keeps.
PARAGRAPHS = {
    "news": "Chiều 14/3, tại Lạng Sơn, ông Vũ Hữu Khoát tiếp đoàn cán bộ thương mại Mông Cổ. Hai bên nhất trí mở thêm "
    "một tuyến xe tải lạnh, thời hạn thử nghiệm 18 tháng kể từ ngày 1/5.",
    "headline": "MƯA LỚN CHIA CẮT BA XÃ VÙNG CAO, HÀNG TRĂM HỘ DÂN PHẢI SƠ TÁN TRONG ĐÊM",
    "headline and lead": "GIÁ CÀ PHÊ VƯỢT ĐỈNH\nThương lái ở Gia Lai thu mua nhỏ giọt vì thiếu vốn.",
    "sport": "Phút 73, tiền đạo Lò Văn Quyết đánh đầu cận thành, ấn định tỷ số 3-1. Thủ môn đội khách chỉ biết "
    "đứng nhìn; trọng tài cho đá bù 6 phút.",
    "one line": "Trường tiểu học bản Nậm Khao đã có điện.",
    "numbers": "Quý II: thu 1.245,6 tỷ (+8,3%), chi 987,2 tỷ (-1,4%), nợ 12.500.000 USD, lãi suất 6,75%/năm.",
    "English within": "Startup FarmLoop vừa gọi vốn vòng Series A từ quỹ Blue Delta Capital; ứng dụng của họ dùng "
    "machine learning để dự báo sâu bệnh, chạy trên cả iOS lẫn Android.",
    "quotation": "“Chúng tôi không bỏ ai lại phía sau,” bà Nông Thị Xuyến nói – giọng run run – khi chiếc xuồng cuối "
    "cùng cập bến… Cả xóm vỡ oà.",
    "weather": "Bắc Bộ: nhiều mây, đêm có mưa rào, gió đông bắc cấp 3; sáng sớm trời rét, có nơi dưới 13 độ.",
    "court": "Hội đồng xét xử tuyên phạt bị cáo Phùng Khắc Duẩn 7 năm tù về tội tham ô tài sản, buộc bồi thường toàn "
    "bộ số tiền đã chiếm đoạt.",
    "recipe": "Cá rô đồng làm sạch, ướp gừng, nghệ, nước mắm; kho lửa nhỏ đến khi nước sánh lại, rắc tiêu, bắc xuống.",
    "list": "- Xã Thuỵ Hương: 42 hộ nghèo\n- Xã Yên Khê: 17 hộ\n- Thị trấn Mỹ Đức: 5 hộ\n\nNguồn: Phòng Lao động huyện",
    "verse": "Gió qua bờ giậu nghe tre hát\nTrăng xuống lòng ao gặp cá ngoi",
    "laws": "Căn cứ Nghị định số 88/2011/NĐ-CP; theo đề nghị của Giám đốc Sở Nội vụ, UBND tỉnh quyết định như sau.",
}

_SMALL = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_CAPITALS = "ĂÂÊÔƠƯĐ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®¡¢£¤¥¦§"
_TONES = {"\u0301": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_VNI_MARKS = {"": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë"}  # with a tone: on the letter, its hat, its bowl
_VNI_ALONE = {
    "đ": "ñ",
    "ơ": "ô",
    "ư": "ö",
    "í": "í",
    "ì": "ì",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
    "â": "aâ",
    "ê": "eâ",
}
_VNI_ALONE |= {"ô": "oâ", "ă": "aê"}


def tcvn3(text: str) -> bytes:
    """As TCVN3 was typed: a capital with a tone in the code of its small letter."""
    codes = dict(zip(_SMALL + _CAPITALS, _TCVN3, strict=True))
    return "".join(codes.get(c) or codes.get(c.lower()) or c for c in text).encode("cp1252")


def vni(text: str) -> bytes:
    """As VNI was typed, a letter at a time."""
    return "".join(map(_vni_letter, text)).encode("cp1252")


def _vni_letter(letter: str) -> str:
    if letter.isupper():
        return _vni_letter(letter.lower()).upper()
    if letter.isascii() or letter not in _SMALL or letter in _VNI_ALONE:
        return _VNI_ALONE.get(letter, letter)
    decomposed = unicodedata.normalize("NFD", letter)
    base, marks = decomposed[0], decomposed[1:]
    tone = next(_TONES[mark] for mark in marks if mark in _TONES)
    if "\u031b" in marks:  # ơ and ư are letters of their own, the tone stands after them
        return {"o": "ô", "u": "ö"}[base] + _VNI_MARKS[""][tone]
    shape = next((mark for mark in marks if mark in _VNI_MARKS), "")
    return base + _VNI_MARKS[shape][tone]


def windows_1258(text: str) -> bytes:
    """As Windows wrote it: the tone after its letter."""
    return b"".join(map(_windows_1258_letter, text))


def _windows_1258_letter(letter: str) -> bytes:
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    return (base + tones).encode("cp1258")


def viscii(text: str) -> bytes:
    """The table itself, backwards; quotation marks and dashes as typewriters had them, for VISCII has no others."""
    codes = {letters(shown(bytes([code])), "VISCII"): code for code in (2, 5, 6, 0x14, 0x19, 0x1E, *range(128, 256))}
    return bytes(codes.get(character) or ord(character) for character in typed(text))


_TYPED = {"“": '"', "”": '"', "–": "-", "…": "..."}
ENCODERS = {"TCVN3": tcvn3, "VNI": vni, "windows-1258": windows_1258, "VISCII": viscii}
CASES = [(encoding, kind) for encoding in ENCODERS for kind in PARAGRAPHS]


def typed(text: str) -> str:
    for character, plain in _TYPED.items():
        text = text.replace(character, plain)
    return text


@pytest.mark.parametrize(("encoding", "kind"), CASES)
def test_a_legacy_file_becomes_its_text(encoding: str, kind: str) -> None:
    """Every kind of text in every legacy encoding is recognised and comes out to the letter."""
    text = typed(PARAGRAPHS[kind]) if encoding == "VISCII" else PARAGRAPHS[kind]

    assert decode(ENCODERS[encoding](text)) == Decoded(text, encoding)


@pytest.mark.parametrize(("encoding", "kind"), CASES)
def test_legacy_letters_within_unicode_become_text(encoding: str, kind: str) -> None:
    """A legacy file that was once saved as UTF-8, or pasted into Word, is read as its writer saw it."""
    text = typed(PARAGRAPHS[kind]) if encoding == "VISCII" else PARAGRAPHS[kind]
    pasted = shown(ENCODERS[encoding](text))

    assert mended(pasted) == decode(pasted.encode()) == Decoded(text, encoding)


@pytest.mark.parametrize("kind", PARAGRAPHS)
def test_mojibake_becomes_text(kind: str) -> None:
    """UTF-8 that was read as windows-1252 or as Latin-1, once or twice, is read back."""
    once = shown(PARAGRAPHS[kind].encode())
    expected = Decoded(PARAGRAPHS[kind], "UTF-8 read as windows-1252")

    assert [mended(once), mended(PARAGRAPHS[kind].encode().decode("latin-1"))] == [expected, expected]
    assert decode(shown(once.encode()).encode()) == expected


def test_mojibake_whose_no_break_spaces_were_lost() -> None:
    """The second byte of à looks like a space and often became one; the words around it say where words end."""
    misread = shown("Thành phố Hà Nội là một".encode()).replace("\xa0", " ")

    assert mended(misread).text == "Thành phố Hà Nội là một"
    assert mended(misread.replace("  ", " ")).text == "Thành phố Hà Nội là một"


UNICODE_FORMS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, big end first": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 without a mark, big end first": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "UTF-32 without a mark": lambda text: text.encode("utf-32-be"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r").encode("utf-16"),
}


@pytest.mark.parametrize("form", UNICODE_FORMS)
@pytest.mark.parametrize("kind", PARAGRAPHS)
def test_every_form_of_unicode_is_one_text(kind: str, form: str) -> None:
    """NFC, lines ended by a line feed, no mark; no encoding is named, for there is nothing to tell."""
    assert decode(UNICODE_FORMS[form](PARAGRAPHS[kind])) == Decoded(PARAGRAPHS[kind], None)


@pytest.mark.parametrize("id", sorted(path.name for path in SEEDS.glob("*.txt")))
def test_a_seed_is_what_it_was(id: str) -> None:
    """Decoding a UTF-8 article does no more than NFC and line ends."""
    content = (SEEDS / id).read_bytes()
    text = unicodedata.normalize("NFC", content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))

    assert decode(content) == Decoded(text, None)


RIGHT = [
    "L'écrivain, né à Hué, a été élu à l'Académie. « Là où j'ai grandi, le thé est sucré », dit-il près du café.",
    "né à Rouen",
    "Die Bürger von Köln müssen für größere Straßen höhere Gebühren zahlen.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr.",
    "¿Cuándo volverá el señor Núñez? ¡Mañana, después de la sesión! José Sá y Raúl, té y piña.",
    "A polícia de São Paulo diz que não há feridos: lá, cá, pé, fé, dó. NÃO É SÃO JOÃO.",
    "Han så på båten da de gikk på land. Nå må vi få på lys.",
    "Perché così? Già lunedì sarà più bella la città; ciò è la libertà.",
    "Això és així: demà a la nit. Sóc de Gràcia, té raó.",
    "Tha mi à Glaschu, là math; càr, cùl, dà, mòr, sgòth, tìr.",
    "Árvíztűrő tükörfúrógép: fél év, két hét.",
    "ນະຄອນຫຼວງວຽງຈັນ ເປັນເມືອງຫຼວງຂອງລາວ",
    "中国国家主席今天访问河内。——新华社",
    "Президент прибыл в Ханой.",
    "The café’s “naïve” résumé — £5m, 30 °C, 5 µm, ½ cup, §12, © 2020, Zoë’s fiancé.",
    "5 µm",
    "· Home\n· Politics\n· Sport",
    "Bà Lê Thanh Hà ra ngoài. Cô toàn quên khoá cài, hoà, toà, loà xoà, thoát; cá bò kho, trà xanh.",
    "Ông François Mitterrand và bà Ségolène Royal đến Hà Nội.\nSociété Générale\nnhà văn né Lan",
    "“PHONG TRÀO TOÀN XÃ”",
    "AN SINH XÃ\u00a0HỘI",
    "“cà phê”… “em bé”…",
    "Kích thước 5 µm\n5 µm\n30 °C\nm² – km³",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_left_alone(text: str) -> None:
    """Other languages, Vietnamese that quotes them, and signs that stand for legacy letters elsewhere stay."""
    assert mended(text) == decode(text.encode()) == Decoded(text, None)


OTHER_MOJIBAKE = {
    "It was â€œfineâ€\x9d, he said; donâ€™t ask.": "It was “fine”, he said; don’t ask.",
    "MÃ¼ller trÃ¤gt grÃ¶ÃŸere Schuhe": "Müller trägt größere Schuhe",
    "CafÃ© d'Ã©tÃ©": "Café d'été",
    "Việt Nam thắng â€œđậmâ€\x9d Lào": "Việt Nam thắng “đậm” Lào",
    "AN SINH XÃ HỘI: â€œđậmâ€\x9d, â€œngọtâ€\x9d": "AN SINH XÃ HỘI: “đậm”, “ngọt”",
}


@pytest.mark.parametrize("misread", OTHER_MOJIBAKE)
def test_mojibake_of_other_languages_and_within_right_text(misread: str) -> None:
    """It is mended where it is certain, whatever the language."""
    assert mended(misread).text == OTHER_MOJIBAKE[misread]


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_utf_8_line_in_a_legacy_file(encoding: str) -> None:
    """Each line is read as what it is."""
    first, second, third = (typed(PARAGRAPHS[kind]) for kind in ("news", "sport", "court"))
    encoder = ENCODERS[encoding]

    assert decode(b"\n".join([encoder(first), second.encode(), encoder(third)])) == Decoded(
        f"{first}\n{second}\n{third}", encoding
    )


@pytest.mark.parametrize("encoding", ENCODERS)
def test_legacy_lines_among_lines_of_unicode(encoding: str) -> None:
    """Only they are read; the quoted French between them stays."""
    first, second, third = (typed(PARAGRAPHS[kind]) for kind in ("news", "sport", "court"))
    pasted = shown(ENCODERS[encoding](second))

    assert mended(f"{first}\nSociété Générale\n{pasted}\n{third}") == Decoded(
        f"{first}\nSociété Générale\n{second}\n{third}", encoding
    )


def test_tcvn3_capitals() -> None:
    """Words and lines in capitals come out so, and a sentence's first letter; a name's second letter stays small."""
    text = "BỘ Y TẾ Ở HÀ NỘI\nBà Tú nói: ÔNG CHỦ TỊCH đã đến. Ở đây, TP Hồ Chí Minh."

    assert decode(tcvn3(text)).text == text


def test_vni_leaves_the_letters_it_does_not_use() -> None:
    """Its marks stand after vowels only, so an é after a consonant is French."""
    assert letters("Café ôû Vieät Nam", "VNI") == "Café ở Việt Nam"


def test_windows_1252() -> None:
    """English with curly quotes is read as what Windows wrote; a few accented names do not matter."""
    text = "The minister’s “clear” answer – given in Hanoi to José Núñez – surprised nobody who had read the report."

    assert decode(text.encode("cp1252")) == Decoded(text, "windows-1252")


def refusal(content: bytes) -> str:
    with pytest.raises(NotText) as raised:
        decode(content)
    return str(raised.value)


REFUSED = {
    "a NUL": (b"Vi\0t Nam", "binary, not text; keep only text files in the folder"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary, not text; keep only text files in the folder"),
    "a NUL in UTF-16": ("Việt\0Nam".encode("utf-16"), "binary, not text; keep only text files in the folder"),
    "half of UTF-16": (b"\xff\xfe\x00\xd8", "not UTF-16 (at byte 2); save it as UTF-8"),
    "UTF-8 cut short": ("Huế".encode()[:-1], "not UTF-8 (at byte 2) and no Vietnamese encoding fits; save it as UTF-8"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_reported(kind: str) -> None:
    """The reason and the remedy are said."""
    content, expected = REFUSED[kind]
    assert refusal(content) == expected


OTHERS = {
    "one word": "café".encode("cp1252"),
    "French with a Czech code page": "Příliš žluťoučký kůň úpěl ďábelské ódy".encode("cp1250"),
    "Russian": "Президент прибыл в Ханой.".encode("koi8-r"),
    "Chinese": "中国国家主席今天访问河内。".encode("gb18030"),
    "a stray byte in UTF-8": PARAGRAPHS["news"].encode() + b"\x96" + PARAGRAPHS["sport"].encode(),
    "two words that fit two encodings": tcvn3("đi"),
    "a Vietnamese name in English": b"Trump \xaeang",
}


@pytest.mark.parametrize("kind", OTHERS)
def test_bytes_that_no_reading_explains_are_reported(kind: str) -> None:
    """In doubt nothing is converted."""
    assert "no Vietnamese encoding fits; save it as UTF-8" in refusal(OTHERS[kind])


def test_a_long_text_is_judged_on_samples_of_all_its_parts() -> None:
    """A preface in English does not decide for the Vietnamese after it."""
    body = "\n".join(PARAGRAPHS.values()) + "\n"
    text = "A preface in plain English.\n" * 500 + body * 200

    assert decode(vni(text)) == Decoded(text, "VNI")


HOSTILE = ["A", "Ã ", "Ã\xa0", "xÃ©", "Hµ", "a. ", "\n", " ", "\t\n", "\u0301\u0323", 'a."', "á»", "AB¸"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_line_of_anything_ends(piece: str) -> None:
    """No pattern is worse than linear; marks without end are not sorted without end."""
    line = "Hµ Néi ViÖt Nam. " + piece * (300_000 // len(piece))

    assert "\r" not in mended(line).text


def test_marks_without_end_are_cut_into_pieces() -> None:
    """Thirty marks are followed by a joiner, so that their sorting stays quick; nothing is lost."""
    text = "a" + "\u0323\u0302" * 30

    assert composed(text).replace("\u034f", "").count("\u0323") == 29  # one is in the ậ
    assert composed(text)[0] == "ậ"


def test_nuls_within_unicode_are_dropped() -> None:
    """A PDF may say that a glyph is nothing; the text around it is right."""
    assert mended("Hà\0 Nội").text == "Hà Nội"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *((word, True) for word in ("Nghiêng", "quốc", "giếng", "gì", "Quỳnh", "HOÀ", "Đắk")),
        *((word, False) for word in ("ngiêng", "còp", "Hµ", "Vieät", "café", "ắń", "hÀ")),
    ],
)
def test_syllables(word: str, expected: bool) -> None:
    """An onset, a rime, at most one tone, and only sắc or nặng before a stop."""
    assert is_syllable(word) is expected
