"""Whether quotations are told: sentences drawn from articles, as they stand, with a number changed, words shuffled.

What is right is asked of the articles' texts alone, on one line, not of the program: a sentence that stands in several
articles may be cited from any of them.
"""

import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from assistant.data import Quotation
from assistant.quotations.finding import find_quotation
from benchmarks.figures import Figure, percentile, share
from benchmarks.generated import write_newsroom
from benchmarks.golden import plain
from benchmarks.scale import FreeEncoder
from index.articles.passages import passage_sentences, passages
from index.building import build
from index.encoder import Encoder
from index.searching import Index

SENTENCES = 300  # of each kind
FEWEST = 8  # words of a sentence that is drawn
ARTICLES = 10_000  # made up, for how long it takes
MOST_MS = 50.0  # promised at the median there
WAYS = ("as it stands", "a number changed", "words shuffled")
PROMISED = dict(zip(WAYS, (100.0, 99.0, 99.0), strict=True))

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quotation that was made of a sentence in one of the ways; `number` is what a number was changed from and to."""

    id: str
    way: str
    sentence: str
    text: str
    number: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Told:
    """A quotation that was made, what was said of it, and in how many milliseconds."""

    drawn: Drawn
    said: Quotation
    took: float

    @property
    def is_right(self) -> bool:
        """Whether it was told rightly, the first citation from an article that has the sentence: as exact, all of it
        cited; or as altered, with the number that was changed among the changes.
        """
        if not self.said.citations or self.said.status != ("exact" if self.drawn.way == WAYS[0] else "altered"):
            return False
        first = self.said.citations[0]
        if plain(self.drawn.sentence) not in plain(first.passage.article.text):
            return False
        if self.drawn.way == WAYS[0]:
            return _bare_words(first.quote) == _bare_words(self.drawn.sentence)
        if self.drawn.way == WAYS[2]:
            return True
        old, new = self.drawn.number
        return any(new in change.quoted and old in change.article for change in self.said.changes)


def _bare_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def drawn(texts: Sequence[Sequence[str]], count: int = SENTENCES, seed: int = 0) -> Iterator[Drawn]:
    """So many quotations of each kind, made of the sentences of articles; those with a number changed of sentences that
    have one, so that the sentence then stands nowhere.
    """
    random = Random(seed)  # noqa: S311 - the same every time
    everything = plain(" ".join(sentence for sentences in texts for sentence in sentences))
    long = list(dict.fromkeys(one for sentences in texts for one in sentences if len(one.split()) >= FEWEST))
    for number, sentence in enumerate(random.sample(long, min(count, len(long)))):
        yield Drawn(f"sentence {number}", WAYS[0], sentence, sentence)
        yield Drawn(f"sentence {number} shuffled", WAYS[2], sentence, _shuffled(sentence, random))
    figured = [sentence for sentence in long if _FIGURE.search(sentence)]
    for number, sentence in enumerate(random.sample(figured, min(count, len(figured)))):
        text, change = _renumbered(sentence, everything, random)
        yield Drawn(f"number {number}", WAYS[1], sentence, text, change)


def _shuffled(sentence: str, random: Random) -> str:
    """The words of a sentence in another order."""
    words = sentence.split()
    while (mixed := random.sample(words, len(words))) == words:
        pass
    return " ".join(mixed)


def _renumbered(sentence: str, everything: str, random: Random) -> tuple[str, tuple[str, str]]:
    """The sentence with one digit of one of its numbers changed, so that it stands nowhere; the number before and
    after.
    """
    while True:
        figure = random.choice(list(_FIGURE.finditer(sentence)))
        place = random.choice([at for at, character in enumerate(figure[0]) if character.isdigit()])
        digit = random.choice("123456789".replace(figure[0][place], ""))
        new = figure[0][:place] + digit + figure[0][place + 1 :]
        changed = sentence[: figure.start()] + new + sentence[figure.end() :]
        if plain(changed) not in everything:
            return changed, (figure[0], new)


def quotation_figures(
    index: Index, name: str, count: int = SENTENCES, promised: Mapping[str, float] = PROMISED
) -> Iterator[Figure]:
    """Of each kind the share that is told rightly, among the articles of an index; and how long it takes."""
    told = [_told(index, one) for one in drawn(list(sentences_of(index)), count)]
    for way in WAYS:
        right = {one.drawn.id: one.is_right for one in told if one.drawn.way == way}
        yield share(f"{name}: {way}, told rightly and from the right article", right, least=promised.get(way))
    yield from _times(name, [one.took for one in told])


def large_figures(model: Encoder, articles: int = ARTICLES, count: int = SENTENCES) -> Iterator[Figure]:
    """The same among made-up articles, whose vectors, which a quotation does not need, cost nothing.

    Many of their sentences are from one mould and differ in a number: one with a number changed may be as near to
    another, so of those nothing is promised.
    """
    encoder = FreeEncoder(model)
    with tempfile.TemporaryDirectory(prefix="trich-dan-quotations-") as place:
        write_newsroom(Path(place) / "articles", articles)
        build(Path(place) / "articles", Path(place) / "index", encoder)
        index = Index.open(Path(place) / "index", encoder)
        yield from quotation_figures(index, f"{articles:,} made-up articles", count, {WAYS[0]: 100.0})


def sentences_of(index: Index) -> Iterator[list[str]]:
    """The sentences of each article's body, on one line each."""
    for summary in index.articles():
        article = index.article(summary.id)
        yield [one.text for passage in passages(article) for one in passage_sentences(passage)]


def _told(index: Index, one: Drawn) -> Told:
    started = time.perf_counter()
    said = find_quotation(index, one.text)
    return Told(one, said, 1000 * (time.perf_counter() - started))


def _times(name: str, times: Sequence[float]) -> Iterator[Figure]:
    yield Figure(f"{name}: a quotation, median", median(times), "ms", most=MOST_MS, of=len(times))
    yield Figure(f"{name}: a quotation, 95th percentile", percentile(times, 95), "ms", of=len(times))
