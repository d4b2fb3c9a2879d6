"""What speaks for a sentence and for a span in it, and how much each counts."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a span, each about 0 to 1. Those of the sentence it stands in come first; alone, with the others
    0, they say how much a sentence speaks of what is asked.
    """

    similarity: float  # the question's cosine with the sentence
    words: float  # share of the question's words that the sentence says, as the index counts them
    passage: float  # how well the passage as a whole supports an answer
    covered: float  # share of the question's items, weighted by rarity, that the sentence says
    context: float  # the same for the passage and the article's title
    silent: float  # 1 where the passage says nothing of the question but names
    place: float  # 1 where the sentence tells of the asked place, -1 where only of another
    lead: float  # 1 in the article's first sentence, falling: news says first what matters
    fit: float = 0.0  # how surely the span is of the kind asked for
    near: float = 0.0  # how near to the span the items stand
    focus: float = 0.0  # the same, of the items that stand next to the question word
    repeats: float = 0.0  # share of the span's words that the question already has
    length: float = 0.0  # words of the span past the eighth, in eights


# Tuned on XQuAD without its ten test articles, both languages together, and on the even lines of Vietnamese news and
# encyclopedia questions (benchmarks/README.md): those of a sentence by the likelihood of the sentence that has the
# answer, the others by token F1. The cosines of this family of models differ by hundredths, hence the large weights.
WEIGHTS = Signals(
    similarity=29.0,
    words=3.3,
    passage=60.0,
    covered=2.4,
    context=1.5,
    silent=-4.0,  # as many logits as it tells answerable questions from others, on XQuAD and news
    place=1.5,  # by hand: the sets it was tuned on say no place twice, and a wrong one is a wrong answer
    lead=0.5,
    fit=1.8,
    near=0.3,
    focus=1.7,
    repeats=-0.9,
    length=-0.05,
)


def score(signals: Signals, weights: Signals = WEIGHTS) -> float:
    """The weighted sum of the signals."""
    return float(sum(getattr(signals, name) * getattr(weights, name) for name in _NAMES))


_NAMES = tuple(field.name for field in fields(Signals))
