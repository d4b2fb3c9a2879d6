"""Made-up wire stories, what desks do to them, and daily pieces written from a mould: near-copies and what is none.

`DESK_EDITS` leave a story the same story; two pieces from one mould are two stories. The texts are in near_copies.toml.
"""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

Story = list[str]  # paragraphs
Edit = Callable[[Story, Random], Story]

_MADE_UP = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
STORIES: dict[str, Story] = {name: text.strip().split("\n") for name, text in _MADE_UP["stories"].items()}
MOULDS: dict[str, str] = {name: text.strip() for name, text in _MADE_UP["moulds"].items()}

# ---- what desks do ----

SAYINGS = {
    "cho biết": "thông tin",
    "nhấn mạnh rằng": "khẳng định",
    "đề nghị": "mong muốn",
    "phối hợp với": "cùng với",
    "Tuy nhiên,": "Song",
    "dự kiến": "sẽ",
    "nhiều": "không ít",
    "trong thời gian": "suốt thời gian",
    "nhằm": "để",
    "tổ chức": "tiến hành",
    "hiện có": "đang có",
    "hơn": "trên",
    "khoảng": "chừng",
    "tăng cường": "đẩy mạnh",
    "Theo": "Dẫn lời",
    "cũng": "còn",
    "người dân": "bà con",
    "hỗ trợ": "giúp đỡ",
    "nhất trí": "thống nhất",
    "gần": "sát",
    "đã": "vừa",
    "được": "",
    "thực hiện": "tiến hành",
    "và": "cùng",
}
OWN_ENDINGS = (
    "Bạn đọc có thể xem thêm loạt bài về đề tài này trên số báo cuối tuần của chúng tôi.",
    "Chúng tôi sẽ tiếp tục thông tin về vụ việc khi có diễn biến mới từ cơ quan chức năng.",
    "Đây là một trong những nội dung được dư luận quan tâm trong thời gian gần đây.",
)
CODES = ("(TTXVN) ", "VOV.VN - ", "(HNMO) - ", "(LĐTĐ) ", "(Dân trí) - ", "TPO - ", "")
_CODE = re.compile(r"^(?:\([^)]{2,12}\)|[A-ZĐ.]{2,8})\s*(?:[-–]\s*)?")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3})")


def other_dateline(story: Story, random: Random) -> Story:
    """Another outlet's code before the lead."""
    return [random.choice(CODES) + _CODE.sub("", story[0]), *story[1:]]


def other_figures(story: Story, random: Random) -> Story:
    """Figures as English papers write them: 8.89%, 1,250; days with a hyphen: 11-3."""
    swapped = [_DECIMAL.sub("\0", paragraph) for paragraph in story]
    swapped = [_THOUSANDS.sub(",", paragraph).replace("\0", ".") for paragraph in swapped]
    return [re.sub(r"(?<=\d)[/-](?=\d)", random.choice("/-"), paragraph) for paragraph in swapped]


def without_tail(story: Story, random: Random) -> Story:
    """The first half to five sixths of the paragraphs: wire stories are written to be cut from the end."""
    return story[: max(2, round(len(story) * random.uniform(0.5, 0.85)))]


def reordered(story: Story, random: Random) -> Story:
    """The paragraphs after the lead in another order."""
    rest = story[1:]
    random.shuffle(rest)
    return [story[0], *rest]


def reworded(story: Story, random: Random, share: float = 0.2) -> Story:
    """That share of the sentences in other words: other verbs of saying, clauses turned round, words left out."""
    return [
        " ".join(_turned(one, random) if random.random() < share else one for one in _sentences(paragraph))
        for paragraph in story
    ]


def reworded_lead(story: Story, random: Random) -> Story:
    """A new first sentence from the old one's words, with a day of the week for the date."""
    first, *rest = _sentences(_CODE.sub("", story[0]))
    lead = re.sub(r"(?:Sáng|Chiều|sáng|chiều|đêm)?\s?\d{1,2}[/-]\d{1,2}", "hôm qua", first)
    return [" ".join([_turned(_turned(lead, random), random), *rest]), *story[1:]]


def with_own_ending(story: Story, random: Random) -> Story:
    """A paragraph of the outlet's own at the end."""
    return [*story, random.choice(OWN_ENDINGS)]


def in_full(story: Story, random: Random) -> Story:
    """Abbreviations written out, as some outlets' rules of style ask."""
    full = {"km": "kilômét", "triệu USD": "triệu đô la Mỹ", "m2": "mét vuông", "TP": "thành phố", "%": " phần trăm"}
    return [re.sub("|".join(full), lambda found: full[found[0]], paragraph) for paragraph in story]


def _sentences(paragraph: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-ZĐÁÀÂÔƠƯĂÊ])", paragraph)


def _turned(sentence: str, random: Random) -> str:
    """The sentence in other words, its figures and names kept."""
    for said in random.sample(sorted(SAYINGS), len(SAYINGS) // 2):
        sentence = sentence.replace(f" {said} ", f" {SAYINGS[said]} ".replace("  ", " "))
    clauses = sentence.rstrip(".").split(", ")
    if len(clauses) > 1 and random.random() < 0.5:
        first, *others = clauses
        sentence = ", ".join([others[0][:1].upper() + others[0][1:], *others[1:], first[:1].lower() + first[1:]]) + "."
    return sentence


def all_at_once(story: Story, random: Random) -> Story:
    """What a wire story meets on a busy desk: several of these."""
    for edit in (reworded_lead, other_dateline, other_figures, reworded, without_tail, with_own_ending):
        if random.random() < 0.7:
            story = edit(story, random)
    return story


DESK_EDITS: dict[str, Edit] = {
    "another dateline": other_dateline,
    "figures in another style": other_figures,
    "last paragraphs dropped": without_tail,
    "paragraphs reordered": reordered,
    "a lead of its own": reworded_lead,
    "10 % of sentences reworded": lambda story, random: reworded(story, random, 0.1),
    "30 % of sentences reworded": lambda story, random: reworded(story, random, 0.3),
    "an ending of its own": with_own_ending,
    "abbreviations written out": in_full,
    "all at once": all_at_once,
}

# ---- what is written from a mould ----

_TEAMS = ("Sông Đà", "Biển Bạc", "Thép Nam Cường", "Hoa Lư", "Than Hồng Gai", "Trà Bồng")
_PLAYERS = ("Lê Hữu Toàn", "Ngô Đức Khải", "Phan Văn Lộc", "Đỗ Quang Hậu", "Vũ Mạnh Tiến", "Trần Thế Anh")
_COUNTRIES = ("Lào", "Campuchia", "Thái Lan", "Ba Lan", "Cuba", "Hàn Quốc")


def from_mould(name: str, random: Random) -> Story:
    """One day's piece from a mould, its figures, day and names drawn anew."""
    team1, team2 = random.sample(_TEAMS, 2)
    player1, player2 = random.sample(_PLAYERS, 2)
    blanks = {f"n{place}": str(random.randint(10, 45)) for place in range(4, 10)}
    blanks |= {f"n{place}": f"{random.randint(1, 24)}.{random.randint(0, 999):03}" for place in range(1, 4)}
    blanks |= {f"p{place}": f"{random.randint(60, 99)},{random.randint(1, 99):02}" for place in range(1, 4)}
    blanks |= {"day": f"ngày {random.randint(1, 28)}/{random.randint(1, 12)}", "moved": random.choice(("tăng", "giảm"))}
    blanks |= {"team1": team1, "team2": team2, "player1": player1, "player2": player2}
    blanks |= {"country": random.choice(_COUNTRIES)}
    return MOULDS[name].format(**blanks).split("\n")
