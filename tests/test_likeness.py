"""Which articles are the same story: what desks do to a wire story leaves it one; pieces from one mould are many."""

from datetime import date
from operator import eq
from random import Random

import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from index import likeness
from index.data import Article, Span
from index.likeness import FEWEST, LONGEST, SHINGLE, bands, same_story, signature
from index.particulars import numbers
from tests.near_copies import DESK_EDITS, MOULDS, STORIES, Story, all_at_once, from_mould
from tests.seeds import SEEDS

VISIT = STORIES["visit"]
GOLDEN = (512, "64653e0948dced0462afa706", (-5074591190919901657, -2691549209116450247))


def article(story: Story | str, published: date | None = None) -> Article:
    """The story as an article that is all body."""
    text = story if isinstance(story, str) else "\n".join(story)
    return Article("a.txt", text, None, None, None, published, "unknown", None, (Span(0, len(text)),), ())


def candidates(one: Story, other: Story) -> bool:
    """Whether two texts have a band in common."""
    first, second = (signature("\n".join(story)) for story in (one, other))
    return first is not None and second is not None and not set(bands(first)).isdisjoint(bands(second))


# ---- candidates ----


def test_a_signature_is_the_same_everywhere() -> None:
    """It is stored, and held against those of another machine: these numbers change only with the index's format."""
    sketch = signature(" ".join(map(str, range(40))))
    assert sketch is not None
    assert (len(sketch), sketch[:12].hex(), bands(sketch)[:2]) == GOLDEN


def test_the_signature_is_that_of_datasketch() -> None:
    """With the same permutations the library gives the same numbers, also for a text of several batches."""
    text = " ".join(f"từ{number}" for number in range(9_000))[: likeness.LONGEST]
    runs = likeness._shingles(text)
    assert len(runs) > likeness._AT_ONCE

    oracle = MinHash(128, hashfunc=int, scheme="affine32", permutations=likeness._permutations())
    oracle.update_batch(runs.tolist())

    assert signature(text) == oracle.digest().astype("<u4").tobytes()


def equal_share(one: bytes, other: bytes) -> float:
    """The share of equal numbers of two signatures."""
    numbers = [memoryview(each).cast("I") for each in (one, other)]
    return float(sum(map(eq, *numbers)) / len(numbers[0]))


def test_the_estimate_is_near_the_truth() -> None:
    """The share of equal numbers is the share of common runs of words, within three standard errors (.13)."""
    words = [f"w{number}" for number in range(600)]
    one, other = words[:400], words[200:]
    runs = [{tuple(text[at : at + SHINGLE]) for at in range(len(text) - SHINGLE + 1)} for text in (one, other)]
    truth = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    first, second = signature(" ".join(one)), signature(" ".join(other))
    assert first is not None
    assert second is not None
    assert equal_share(first, second) == pytest.approx(truth, abs=0.13)
    assert equal_share(first, first) == 1


@pytest.mark.parametrize("text", ["", "…", "một hai ba " * ((FEWEST - 1) // 3)])
def test_a_very_short_body_is_like_nothing(text: str) -> None:
    """It has no signature, and is not even like itself."""
    assert signature(text) is None
    assert not same_story(article(text), article(text))


def test_case_marks_and_punctuation_do_not_matter() -> None:
    """A story typed without marks has the same signature."""
    from index.folding import fold

    text = "\n".join(VISIT)
    assert signature(fold(text).replace(",", " ")) == signature(text)


@given(st.text())
def test_any_text_has_a_signature_or_none(text: str) -> None:
    """Nothing that a file may hold raises, half a surrogate pair included; bands fit SQLite's integers."""
    sketch = signature(text * 20)
    assert sketch is None or all(-(2**63) <= band < 2**63 for band in bands(sketch))
    same_story(article(text * 20), article(text * 21))


def test_only_the_beginning_of_an_endless_body_is_read() -> None:
    """What comes after some length changes nothing."""
    body = " ".join(str(number) for number in range(LONGEST))
    assert signature(body) == signature(body[:LONGEST])


# ---- the same story ----


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("edit", DESK_EDITS)
def test_a_story_edited_by_a_desk_is_the_same_story(story: str, edit: str) -> None:
    """Each edit leaves it a candidate and the same story, whichever is asked first."""
    edited = DESK_EDITS[edit](list(STORIES[story]), Random(2))  # noqa: S311 (a test draws the same every time)
    assert candidates(STORIES[story], edited)
    assert same_story(article(STORIES[story]), article(edited))
    assert same_story(article(edited), article(STORIES[story]))


def test_two_desks_versions_are_mostly_the_same_story() -> None:
    """Both sides reworded, cut and furnished with an ending: nine in ten are still found."""
    random = Random(1)  # noqa: S311 (as above)
    pairs = [[all_at_once(list(story), random) for _ in "12"] for story in STORIES.values() for _ in range(10)]
    found = sum(candidates(*pair) and same_story(*map(article, pair)) for pair in pairs)
    assert found >= 0.85 * len(pairs)


@pytest.mark.parametrize("mould", MOULDS)
def test_pieces_from_one_mould_are_different_stories(mould: str) -> None:
    """Gold, weather, lottery, rates, matches, meetings, posts: other figures, days or names make another story."""
    random = Random(3)  # noqa: S311 (as above)
    pieces = {tuple(from_mould(mould, random)): None for _ in range(8)}
    stories = [article(list(piece)) for piece in pieces]
    assert [(a.text, b.text) for a in stories for b in stories if a is not b and same_story(a, b)] == []


def test_different_stories_are_no_candidates() -> None:
    """Neither the made-up stories nor the seeds have a band or a story in common."""
    texts = [*STORIES.values(), *([path.read_text("utf-8")] for path in sorted(SEEDS.glob("*.txt")))]
    pairs = [(one, other) for place, one in enumerate(texts) for other in texts[:place]]
    assert [pair for pair in pairs if candidates(*pair) or same_story(*map(article, pair))] == []


@pytest.mark.parametrize(
    ("said", "instead", "same"),
    [
        ("37 doanh nghiệp", "39 doanh nghiệp", False),
        ("143 triệu USD", "143,0 triệu USD", False),
        ("Sáng 9-4", "Sáng 9/4", True),
        ("Sáng 9-4", "Sáng 9/4/2024", True),
        ("Sáng 9-4", "Sáng 16-4", False),
        ("Bệnh viện Nhi Kim Đô", "Bệnh viện Nhi Tân Lập", False),
        ("đề nghị Savanna tạo", "đề nghị Vientiane tạo", False),
        ("Bí thư Trịnh Bá Lâm đề nghị", "Bí thư Lâm đề nghị", True),
        ("(HNMO) - ", "VOV.VN - ", True),
    ],
)
def test_one_other_particular_makes_another_story(said: str, instead: str, same: bool) -> None:
    """In the same words, another figure, day or name; the same one written otherwise does not."""
    text = "\n".join(VISIT)
    assert said in text
    assert same_story(article(text), article(text.replace(said, instead))) is same


def test_a_place_by_its_other_name_is_the_same_place() -> None:
    """Vientiane is Viêng Chăn."""
    text = "\n".join(VISIT)
    written = [text.replace("Savanna", name) for name in ("Vientiane", "Viêng Chăn")]
    assert same_story(*map(article, written))


@pytest.mark.parametrize(("later", "same"), [(date(2024, 4, 15), True), (date(2024, 4, 16), False), (None, True)])
def test_a_story_comes_back_within_six_days_or_is_the_next_of_its_kind(later: date | None, same: bool) -> None:
    """A weekly piece may repeat every word; an unknown day says nothing."""
    assert same_story(article(VISIT, date(2024, 4, 9)), article(VISIT, later)) is same


def test_a_follow_up_that_repeats_half_is_another_story() -> None:
    """New paragraphs before old ones."""
    follow_up = [*STORIES["port"][:4], *VISIT[3:]]
    assert not same_story(article(VISIT), article(follow_up))


def test_only_the_body_counts() -> None:
    """Two pages with the same furniture and other stories are not alike; one story on two pages is."""
    menu = "Trang chủ Thời sự Kinh tế Đời sống\n" * 30
    text = menu + "\n".join(VISIT)
    page = Article("b.txt", text, None, None, None, None, "unknown", None, (Span(len(menu), len(text)),), ())
    assert same_story(page, article(VISIT))
    assert not same_story(article(menu + "\n".join(STORIES["port"])), article(text))


@pytest.mark.parametrize(
    ("figure", "read"),
    [
        ("8,89", ("8.89",)),
        ("8.89", ("8.89",)),
        ("1.250", ("1250",)),
        ("1,250", ("1250",)),
        ("02/9", ("2", "9")),
        ("2-9-2024", ("2", "9", "2024")),
        ("2.9.2024", ("2", "9", "2024")),
        ("0", ("0",)),
    ],
)
def test_a_figure_is_the_same_in_any_style(figure: str, read: tuple[str, ...]) -> None:
    """Decimal commas and points, thousands, days with a slash, a hyphen or points."""
    assert numbers(figure) == read


@pytest.mark.parametrize("text", ["1." * 500_000, "Anh " * 250_000, "1 " * 500_000, "a" * 10**6, "- " * 500_000])
def test_a_megabyte_on_one_line_is_read_in_a_moment(text: str) -> None:
    """Figures, names and words without end do not hang."""
    signature(text)
    same_story(article(text), article(text + " x"))
