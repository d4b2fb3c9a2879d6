"""Supported, refuted or not found: what the evidence of each article says to a sentence, and all of it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.claims.comparing import Compared
from assistant.data import Judgement, Language

Reason = Literal["said", "differs", "mixed", "missing", "added", "little", "nothing", "voted", "doubted"]

# Of the words of a claim, by their weight: how many must be said for it to be supported, how many round a difference
# for the two to speak of the same thing, and what several in a row that are not said may weigh at most. Tuned on the
# first half of ViFactCheck; what an English claim needs, on half of 60 claims on the seeds and the golden ones.
SAID: Mapping[Language, float] = {"en": 0.85, "vi": 0.85}
ADDED = 1.5
FIGURED = 0.9  # the same where the claim is mostly figures, whose words stand apart, told in other words too; chosen
FRAME = 0.4
LITTLE = 0.3  # below it, an article speaks of something else
CLEARLY = 0.8  # of the words round a difference, where another article supports the claim
TOLD = 0.5  # of all of a claim, what the other must say then
AS_MUCH = 0.9  # of what the best article says of a claim, what one must say to refute it


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a sentence, the evidence that it rests on (all that was compared, where nothing was found), and
    why.
    """

    verdict: Judgement
    compared: tuple[Compared, ...]
    reason: Reason


def decided(compared: Sequence[Compared], language: Language) -> Decision:
    """The verdict on a sentence compared with several articles, the nearest first.

    Where one article bears it out and another says it differently, both are shown and the newer one decides; a claim
    stays refuted where nobody knows which is newer.
    """
    ranked = sorted(compared, key=lambda one: -one.frame.share)  # stable: the nearest of those that say as much
    supporting = [one for one in ranked if judged(one, language) == "supported"]
    refuting = [one for one in ranked if judged(one, language) == "refuted"]
    if supporting:
        against = [one for one in refuting if _is_of_the_same(one)]
        return _mixed(supporting[0], against[0]) if against else Decision("supported", (supporting[0],), "said")
    if refuting and refuting[0].frame.share >= AS_MUCH * ranked[0].frame.share:
        return Decision("refuted", (refuting[0],), "differs")
    return Decision("not_found", tuple(ranked), _why_nothing(ranked))


def judged(one: Compared, language: Language) -> Judgement:
    """What the evidence of one article says to a sentence."""
    if one.differing:
        return "refuted" if one.frame.share >= FRAME else "not_found"
    return "supported" if not one.missing and _is_said(one, language) else "not_found"


def _is_said(one: Compared, language: Language) -> bool:
    """Whether the evidence says all of a sentence."""
    if one.whole.added_weight > ADDED:
        return False
    if language == "en":
        return one.translated >= SAID["en"]
    figured = one.figures and one.short and one.translated >= FIGURED
    return one.leaning and (one.whole.share >= SAID["vi"] or figured)


def _is_of_the_same(one: Compared) -> bool:
    """Whether an article that says a claim differently is surely of the event that another supports it for; of another
    day it is of another event.
    """
    told = one.frame.share >= CLEARLY and one.translated >= TOLD
    return told and any(difference.kind != "date" for difference in one.differing)


def _mixed(supporting: Compared, against: Compared) -> Decision:
    days = [one.evidence.article.published or date.min for one in (supporting, against)]
    newer = date.min not in days and days[0] > days[1]
    return Decision("supported" if newer else "refuted", (supporting, against), "mixed")


def _why_nothing(ranked: Sequence[Compared]) -> Reason:
    """Why nothing was found: a value or name is missing, something is added, or little is said of it at all."""
    if not ranked or max(ranked[0].whole.share, ranked[0].translated) < LITTLE:
        return "nothing"
    if ranked[0].missing:
        return "missing"
    return "added" if ranked[0].whole.added_weight > ADDED else "little"
