"""The marks of a Vietnamese question that was typed without, put back as the passages its words found have them.

Words are found without marks, but a sentence model is at a loss: "co" is a flag, an aunt, to have. Of all the ways to
spell the question the likeliest is taken, where the chance of a spelling after another is that of their pair, and for
want of pairs its own:

    P(s | before) = (pairs(before, s) + .5 * count(s) / count(all that fold alike)) / (count(before) + .5)

The counts are those of the passages, each by its rank; to them are added the words that questions are made of, and a
little of the lexicon, where a pair may count more than its words: count(before) is then what its pairs come to. All
weights were tuned on one half of Vietnamese questions on news and of others on an encyclopedia, by the syllables that
come out right: 97.0 of 100 there, 97.1 on the other half, 97.5 on XQuAD, which was not tuned on.
"""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, product
from math import log
from unicodedata import is_normalized, normalize

from index.folding import Word, bare, words, written_words
from index.language import function_words, language_of
from index.names import lexicon

READ = 20  # passages worth reading; further ones weigh next to nothing
FALL = 1.5  # a passage counts rank ** -FALL
ALONE = 0.5  # pairs that a spelling's share of its bare syllable stands for
LEXICON = 0.01  # what a word of the lexicon counts, beside 1 in the best passage: it has nearly every syllable
COMPOUND = 0.3  # what two words that stand together in the lexicon count as a pair
MARKED = 4  # tried on the same questions with all, none or some of their marks

Pair = tuple[str, str]
_Spellings = dict[str, dict[str, float]]  # how often a bare syllable is spelled how
_Ways = Mapping[str, tuple[float, tuple[str, ...]]]  # by its last spelling, the likeliest way: log chance, spellings
_VOWELS, _TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = ["đ", *(normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)]
_BARE = str.maketrans({letter: bare(letter) for letter in _LETTERS})  # a letter for a letter: words stay where they are


def lacks_marks(question: str) -> bool:
    """Whether a question is Vietnamese and was typed without its marks, or with few: of the words that are spelled only
    with marks, one stands bare for every MARKED that have theirs.

    >>> [lacks_marks(question) for question in ("Gia dien hien nay?", "Giá dien hien nay?", "Giá điện hiện nay?")]
    [True, True, False]
    """
    if language_of(question) != "vi" or not is_normalized("NFC", question):
        return False
    found = [word.text.lower() for word in words(question)]
    marked = sum(word.translate(_BARE) != word for word in found)
    usual, _ = _usual()
    return MARKED * sum(word in usual and word not in usual[word] for word in found) >= marked


def restored(question: str, texts: Sequence[str]) -> str:
    """The question with its likeliest marks, nothing else of it changed; as it is where `lacks_marks` denies it any.

    `texts` are the passages that its words found, best first; those after READ are not read. A mark that was typed
    stays, and a word that is spelled nowhere stays bare.

    >>> restored("Nha may dien gio o dau?", ["Hai nhà máy điện gió ở Bạc Liêu đã phát điện."])
    'Nhà máy điện gió ở đâu?'
    """
    if not lacks_marks(question):
        return question
    typed = list(words(question))
    choices, pairs = _read([word.text.lower().translate(_BARE) for word in typed], texts[:READ])
    open_choices = [
        counts if word.text.isascii() else {word.text.lower(): 1.0} for word, counts in zip(typed, choices, strict=True)
    ]
    return _spelled(question, typed, likeliest(open_choices, pairs))


def likeliest(choices: Sequence[Mapping[str, float]], pairs: Mapping[Pair, float]) -> tuple[str, ...]:
    """One spelling of each syllable, so that the product of all P is the greatest (Viterbi).

    `choices` are the spellings of each syllable with their counts, `pairs` how often one stands before another.
    """
    ways: _Ways = {"": (0.0, ())}
    for before, counts in pairwise([{"": 0.0}, *choices]):
        ways = dict(_further(ways, before, counts, pairs))
    return max(ways.values())[1]


def _further(
    ways: _Ways, befores: Mapping[str, float], counts: Mapping[str, float], pairs: Mapping[Pair, float]
) -> Iterator[tuple[str, tuple[float, tuple[str, ...]]]]:
    """The likeliest way to each spelling of the next syllable."""
    total = sum(counts.values())
    stood = {
        before: max(count, sum(pairs.get((before, one), 0.0) for one in counts)) for before, count in befores.items()
    }
    for one, count in counts.items():
        chances = {
            before: chance + log((pairs.get((before, one), 0.0) + ALONE * count / total) / (stood[before] + ALONE))
            for before, (chance, _) in ways.items()
        }
        before = max(chances, key=lambda each: (chances[each], each))
        yield one, (chances[before], (*ways[before][1], one))


def _read(syllables: Sequence[str], texts: Sequence[str]) -> tuple[list[Mapping[str, float]], Mapping[Pair, float]]:
    """What `likeliest` chooses by: the spellings of each bare syllable, and the pairs of them."""
    spellings: _Spellings = {syllable: defaultdict(float) for syllable in syllables}
    pairs: dict[Pair, float] = defaultdict(float)
    asked = set(pairwise(syllables))
    for rank, text in enumerate(texts, 1):
        _count(text.lower(), rank**-FALL, asked, spellings, pairs)
    _count_usual(asked, spellings, pairs)
    return [spellings[syllable] or {syllable: 1.0} for syllable in syllables], pairs


def _count(text: str, weight: float, asked: Collection[Pair], spellings: _Spellings, pairs: dict[Pair, float]) -> None:
    """Adds how a text in lower case spells what is asked."""
    bares, written = written_words(text.translate(_BARE)), written_words(text)
    for bare_one, one in zip(bares, written, strict=True):
        if bare_one in spellings:
            spellings[bare_one][one] += weight
    for bare_pair, pair in zip(pairwise(bares), pairwise(written), strict=True):
        if bare_pair in asked:
            pairs[pair] += weight


def _count_usual(asked: Collection[Pair], spellings: _Spellings, pairs: dict[Pair, float]) -> None:
    """Adds the words that questions are made of."""
    usual, usual_pairs = _usual()
    for syllable, counts in spellings.items():
        for one, count in usual.get(syllable, {}).items():
            counts[one] += count
    for before, after in asked:
        for pair in product(spellings[before], spellings[after]):
            if pair in usual_pairs:
                pairs[pair] += usual_pairs[pair]


@cache
def _usual() -> tuple[_Spellings, Mapping[Pair, float]]:
    """How the words that questions are made of are spelled, and their pairs, whatever the passages are."""
    phrases = [phrase.lower().split() for others in lexicon().values() for phrase in others]
    asking = [line.split() for line in _asking()]
    counts = defaultdict(float, dict.fromkeys(chain.from_iterable(phrases), LEXICON))
    pairs = defaultdict(float, dict.fromkeys(chain.from_iterable(map(pairwise, phrases)), COMPOUND))
    for word in chain(*asking, sorted(function_words("vi"))):
        counts[word] += 1
    for pair in chain.from_iterable(map(pairwise, asking)):
        pairs[pair] += 1
    spellings: _Spellings = defaultdict(dict)
    for word, count in counts.items():
        spellings[word.translate(_BARE)][word] = count
    return spellings, pairs


def _asking() -> list[str]:
    """The ways to ask, with their marks."""
    text = (files("index") / "words" / "asking.toml").read_text("utf-8")
    lines: str = tomllib.loads(text)["vi"]
    return lines.split("\n")


def _spelled(question: str, typed: Sequence[Word], spellings: Sequence[str]) -> str:
    """The question with its bare words spelled so, in the case they were typed in."""
    letters = list(question)
    for word, spelling in zip(typed, spellings, strict=True):
        if word.text.isascii():
            cased = (new.upper() if old.isupper() else new for new, old in zip(spelling, word.text, strict=True))
            letters[word.start : word.end] = cased
    return "".join(letters)
