"""A newsroom's folder of made-up articles, with the copies, edits, templates and broken files such a folder has.

Nothing is kept but the ids of what is alike, so memory does not grow with the text; the same arguments write the same
bytes. The words and the outlets are in words/generated.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

WORDS = Path(__file__).parent / "words" / "generated.toml"
FIRST_DAY = date(2023, 1, 2)
DAYS = 730  # over which the articles are spread
SHORTEST, LONGEST = 310, 840  # words a story aims at; with its last sentence it stays between 300 and 900
SERIES = 5  # articles of one template
BROKEN = ("empty", "binary", "legacy")  # the kinds of unreadable files

_SLOT = re.compile(r"\{(\w+)(?: (\d+) (\d+))?\}")
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # which Windows-1258 writes after the letter
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

Rules = Mapping[str, Sequence[str]]
_Pairs = tuple[tuple[str, str], ...]
Outlet = Mapping[str, Any]  # its `code`, and its lines `above`, `within` and `below` an article


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What stands below a folder. An id is a file's path below it, with forward slashes.

    `stories` counts articles that are neither copy nor edit of another. A pair is (the first, what came of it); the
    articles of one tuple of `twins` have the same words and other figures, and each is a story of its own.
    """

    folder: Path
    stories: int
    copies: tuple[tuple[str, str], ...]
    edits: tuple[tuple[str, str], ...]
    twins: tuple[tuple[str, ...], ...]
    empty: tuple[str, ...]
    binary: tuple[str, ...]
    legacy: tuple[str, ...]

    @property
    def articles(self) -> int:
        """How many articles are written in UTF-8, copies and edits among them."""
        return self.stories + len(self.copies) + len(self.edits)

    @property
    def files(self) -> int:
        """How many files there are of every kind."""
        return self.articles + len(self.empty) + len(self.binary) + len(self.legacy)


@dataclass(frozen=True, slots=True)
class Story:
    """What an article tells, before an outlet puts its page around it; `cast` are the people and places it is about."""

    rules: Rules
    cast: Mapping[str, str]
    day: date
    title: str
    lead: str
    paragraphs: tuple[str, ...]


class Draw:
    """Texts drawn from rules: which words by one Random, which figures and days by another. A rule's patterns are dealt
    like cards: none comes again before the others have.
    """

    def __init__(self, rules: Rules, cast: Mapping[str, str], day: date, words: Random, figures: Random) -> None:
        self.rules = rules
        self.cast = cast
        self.day = day
        self.words = words
        self.figures = figures
        self._decks: dict[str, list[str]] = {}

    def one(self, name: str) -> str:
        """A text by the rule of that name, or what the cast has under it."""
        return self.cast.get(name) or self.filled(self.card(name))

    def card(self, name: str) -> str:
        """The next pattern of the rule, as it stands in the file."""
        deck = self._decks.get(name) or list(self.rules[name])
        self._decks[name] = deck
        return deck.pop(int(self.words.random() * len(deck)))

    def filled(self, pattern: str) -> str:
        """The pattern with every slot filled, and a capital letter where the slot's name has one."""
        return _SLOT.sub(self._slot, pattern)

    def _slot(self, match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if low:
            return _figure(name, int(low), int(high), self.figures)
        if name == "day":
            before = self.day - timedelta(days=int(self.figures.random() * 40))
            return f"ngày {before.day}/{before.month}"
        text = self.one(name.lower())
        return text[0].upper() + text[1:] if name[0].isupper() else text


def write_newsroom(
    folder: Path,
    articles: int = 5000,
    seed: int = 0,
    *,
    copied: float = 0.02,
    edited: float = 0.05,
    templated: float = 0.03,
    unreadable: int = 12,
) -> Newsroom:
    """What was written below the folder: so many articles, of which the shares are exact copies, edits in another
    outlet and templates with other figures; besides them unreadable files: empty, binary and in Windows-1258.
    """
    copies, edits, templates = (round(articles * share) for share in (copied, edited, templated))
    sizes = _sizes(templates)
    plain = articles - copies - edits - sum(sizes)
    desk = _Desk(folder, articles, seed)
    alike = _random(seed, "alike").sample(range(plain), copies + edits)
    pairs = _plain(desk, plain, frozenset(alike[:copies]), frozenset(alike[copies:]))
    twins = tuple(tuple(desk.series(number, size, number / len(sizes))) for number, size in enumerate(sizes))
    empty, binary, legacy = (tuple(desk.broken(kind, range(which, unreadable, 3))) for which, kind in enumerate(BROKEN))
    return Newsroom(folder, plain + sum(sizes), *pairs, twins, empty, binary, legacy)


def _plain(desk: "_Desk", stories: int, to_copy: frozenset[int], to_edit: frozenset[int]) -> tuple[_Pairs, _Pairs]:
    """The pairs of copies and of edits, once all stories that are not of a template are written."""
    copies, edits = [], []
    for number in range(stories):
        story = told(desk.day(), desk.seed, number)
        id = desk.write(story)
        if number in to_copy:
            copies.append((id, desk.copy(id)))
        elif number in to_edit:
            edits.append((id, desk.write(retold(story, desk.seed, number))))
    return tuple(copies), tuple(edits)


def told(day: date, *seed: object) -> Story:
    """A story of the day, on one of the topics."""
    words = _random(*seed, "words")
    return _told(_topic("topics", words), day, words, _random(*seed, "figures"))


def twin(day: date, number: int, *seed: object) -> Story:
    """The story of that number in a series: every number has the same words, and figures of its own."""
    words = _random(*seed, "words")
    return _told(_topic("twins", words), day, words, _random(*seed, "figures", number))


def retold(story: Story, *seed: object) -> Story:
    """The story as another outlet has it: another title, the lead in other words, the last paragraph dropped."""
    random = _random(*seed, "retold")
    draw = Draw(story.rules, story.cast, story.day, random, random)
    return Story(story.rules, story.cast, story.day, draw.one("headline"), draw.one("lead"), story.paragraphs[:-1])


def page(story: Story, outlet: Outlet, *seed: object) -> str:
    """The outlet's page of the story, as a scraper leaves it: headlines around it are another story's."""
    words = _random(*seed, "page")
    around = _with_cast(Draw(_topic("topics", words), {}, story.day, words, words))
    around.cast = {
        **around.cast,
        "title": story.title,
        "section": story.rules["section"][0],
        "author": around.one("named"),
        "today": _dated(story.day),
        "weekday": _WEEKDAYS[story.day.weekday()],
        "clock": f"{5 + int(words.random() * 18):02}:{int(words.random() * 60):02}",
    }
    first, *others = story.paragraphs
    middle = len(others) // 2
    caption = Draw(story.rules, story.cast, story.day, words, words).one("caption")
    above, within, below = ([around.filled(line) for line in outlet[part]] for part in ("above", "within", "below"))
    body = [outlet["code"] + story.lead, first, caption, *others[:middle], *within, *others[middle:]]
    return "\n".join([*above, *body, *below]) + "\n"


class _Desk:
    """Writes files, and counts them: every file has a number, which chooses its outlet and stands in its name."""

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        self.folder = folder
        self.articles = articles
        self.seed = seed
        self._written = 0

    def day(self) -> date:
        """The day of the next article: they are spread evenly."""
        return FIRST_DAY + timedelta(days=DAYS * self._written // max(self.articles, 1))

    def write(self, story: Story) -> str:
        """The id of the story's article; the next one written is another outlet's."""
        return self._write(story, _name(story.title), self._page(story).encode())

    def copy(self, id: str) -> str:
        """The id of an exact copy beside the article."""
        self._written += 1
        copy = f"{id.removesuffix('.txt')}-ban-sao.txt"
        (self.folder / copy).write_bytes((self.folder / id).read_bytes())
        return copy

    def series(self, number: int, size: int, when: float) -> Iterator[str]:
        """The ids of a template's articles, a day apart, in one outlet, begun when that share of all days is gone."""
        first = FIRST_DAY + timedelta(days=int(when * (DAYS - size)))
        outlet = _outlets()[number % len(_outlets())]
        for each in range(size):
            story = twin(first + timedelta(days=each), each, self.seed, "series", number)
            yield self._write(story, _name(story.title), page(story, outlet, self.seed, self._written).encode())

    def broken(self, kind: str, numbers: Sequence[int]) -> Iterator[str]:
        """The ids of unreadable files of the kind."""
        for number in numbers:
            random = _random(self.seed, kind, number)
            story = told(FIRST_DAY + timedelta(days=int(random.random() * DAYS)), self.seed, kind, number)
            legacy = windows_1258(self._page(story)) if kind == "legacy" else b""
            yield self._write(story, kind, b"\x89PNG" + random.randbytes(4000) if kind == "binary" else legacy)

    def _page(self, story: Story) -> str:
        return page(story, _outlets()[self._written % len(_outlets())], self.seed, self._written)

    def _write(self, story: Story, name: str, content: bytes) -> str:
        id = f"{story.day:%Y-%m}/{name}-{self._written:05}.txt"
        self._written += 1
        path = self.folder / id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return id


def windows_1258(text: str) -> bytes:
    """The text in Windows-1258, where the tone follows its letter.

    >>> windows_1258("Tiếng").decode("cp1258") == "Tiê\u0301ng"
    True
    """
    apart = unicodedata.normalize("NFD", text)
    letters = re.sub(rf"(\w)([{_TONES}])([\u0302\u0306\u031b])", r"\1\3\2", apart)
    whole = re.sub(r"\w[\u0302\u0306\u031b]", lambda match: unicodedata.normalize("NFC", match[0]), letters)
    return whole.encode("cp1258")


def _told(rules: Rules, day: date, words: Random, figures: Random) -> Story:
    draw = _with_cast(Draw(rules, {}, day, words, figures))
    title, lead = draw.one("headline"), draw.one("lead")
    paragraphs, closing = _paragraphs(draw, lead), draw.one("closing")
    return Story(rules, draw.cast, day, title, lead, (*paragraphs, closing))


def _paragraphs(draw: Draw, lead: str) -> Iterator[str]:
    """Paragraphs of one to four sentences, until the story is as long as it should be or no pattern is left."""
    aim = SHORTEST + int(draw.words.random() * (LONGEST - SHORTEST))
    count, paragraph, size = len(lead.split()), [], 2
    for _ in draw.rules["sentence"]:
        paragraph.append(draw.one("sentence"))
        count += len(paragraph[-1].split())
        if len(paragraph) >= size or count >= aim:
            yield " ".join(paragraph)
            paragraph, size = [], 1 + int(draw.words.random() * 4)
        if count >= aim:
            return
    if paragraph:
        yield " ".join(paragraph)


def _with_cast(draw: Draw) -> Draw:
    """The draw, once it has the people and places a story keeps to."""
    cast = {"today": _dated(draw.day), "province": draw.one("province")}
    cast["org"] = f"{draw.one('sector')} {cast['province']}"
    posts = (f"{draw.one('office_post')} {cast['org']}", draw.one("local_post"))
    cast["chief"], cast["chief_short"] = _person(draw, posts[draw.words.random() < 0.4])
    draw.cast = cast  # the expert may be of the province
    cast["expert"], cast["expert_short"] = _person(draw, draw.one("expert_post"))
    witness, cast["witness_short"] = _person(draw, "")
    age = _figure("n", 19, 84, draw.figures)
    cast["witness"] = f"{cast['witness_short'].split()[0]} {witness} ({age} tuổi)"
    return draw


def _person(draw: Draw, post: str) -> tuple[str, str]:
    """The full name behind the post, and what the person is called afterwards."""
    call, pattern = (("ông", "{family} {man} {his_name}"), ("bà", "{family} {woman} {her_name}"))[
        draw.words.random() < 0.4
    ]
    name = draw.filled(pattern)
    return f"{post} {name}".strip(), f"{call} {name.split()[-1]}"


def _figure(kind: str, low: int, high: int, random: Random) -> str:
    """A figure in the Vietnamese manner: 1.250, 7,5, or a year."""
    figure = low + random.random() * (high - low)
    if kind == "f":
        return f"{figure:.1f}".replace(".", ",")
    whole = low + int(random.random() * (high - low + 1))
    return f"{whole:,}".replace(",", "." if kind == "n" else "")


def _dated(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _name(title: str) -> str:
    """A file's name, of the first words of the title: without marks, with hyphens."""
    apart = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in apart if not unicodedata.combining(letter)))
    return "-".join(words[:8])


def _sizes(articles: int) -> Sequence[int]:
    """The sizes of the series that make up so many articles, as even as may be; one article alone has no twin.

    >>> _sizes(150) == [5] * 30, _sizes(13), _sizes(1)
    (True, [7, 6], [])
    """
    count = max(1, articles // SERIES)
    return [len(range(which, articles, count)) for which in range(count)] if articles > 1 else []


def _random(*seed: object) -> Random:
    return Random(" ".join(map(str, seed)))  # noqa: S311 - the same every time


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def _outlets() -> Sequence[Outlet]:
    outlets: Sequence[Outlet] = _words()["outlets"]
    return outlets


@cache
def _rules(kind: str) -> Sequence[Rules]:
    """The rules of every topic of the kind, each with the rules they share."""
    return [_words()["rules"] | own for own in _words()[kind].values()]


def _topic(kind: str, random: Random) -> Rules:
    return _rules(kind)[int(random.random() * len(_rules(kind)))]
