"""What was checked, as HTML: a claim beside the sentences it was held against, a quotation beside the article's words.

A verdict is said in a word, its colour only repeats it; what differs is struck or underlined in both texts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from assistant.data import Change, Citation, Difference, Judgement, Quotation, Standing, Verdict
from assistant.rendering.verdicts import tells
from page.answer import cite_links, copy_button, near_html, quote_html, waiting_html, with_links
from page.collecting import collect_link
from page.desk import Desk
from page.marking import Look, Mark, apart, marked, place
from page.markup import element, text
from page.words import LANGUAGES, CheckExample, Words, check_examples, words

Kind = Literal["claim", "quotation"]
Outcome = Verdict | Quotation | str | None

KEPT = 20  # checks that are kept
_SHOWN = 600  # characters shown of a text that was not checked: an endless one is a mistake
_MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‟", "”"))


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked and what came of it: a sentence where it failed, nothing yet while it is looked for. `number`
    counts from 1.
    """

    number: int
    text: str
    kind: Kind
    outcome: Outcome


Checks = tuple[Check, ...]
Step = tuple[str | None, Checks, str]  # the box, None where it stays; what was checked; how it is shown


def kind_of(given: str) -> Kind:
    """A quotation where the whole text is within quotation marks, or else a claim.

    >>> kind_of(" “Hai bên điểm lại kết quả.” "), kind_of("“Hà Nội” và “Huế” là hai thành phố")
    ('quotation', 'claim')
    """
    bare = given.strip()
    return "quotation" if any(_is_within(bare, *pair) for pair in _MARKS) else "claim"


def _is_within(bare: str, opening: str, closing: str) -> bool:
    """Whether one pair of marks is around the whole."""
    inner = bare[1:-1]
    around = len(bare) > 2 and bare[0] == opening and bare[-1] == closing
    return around and opening not in inner and closing not in inner


def respond(desk: Desk, given: str | None, kind: Kind, before: Checks, language: str) -> Iterator[Step]:
    """First that it is looked for, with an empty box, then what came of it. A text that could not be checked comes back
    into the box, and is shown until the next one; otherwise the box keeps what was typed meanwhile.
    """
    asked, spoken = given or "", LANGUAGES[language]
    kept = tuple(each for each in before if isinstance(each.outcome, Verdict | Quotation))[-KEPT + 1 :]
    check = Check(before[-1].number + 1 if before else 1, asked, kind, None)
    yield "", (*kept, check), results_html((*kept, check), words(spoken))
    done = replace(check, outcome=desk.attempt(lambda: _outcome(desk, check, words(spoken)), spoken))
    box = asked if isinstance(done.outcome, str) else None
    yield box, (*kept, done), results_html((*kept, done), words(spoken))


def _outcome(desk: Desk, check: Check, said: Words) -> Outcome:
    """What came of a check; one that cannot be shown fails here, where it can be told."""
    look = desk.assistant.check if check.kind == "claim" else desk.assistant.quote
    outcome = look(check.text)
    checked_html(replace(check, outcome=outcome), said)
    return outcome


def examples(desk: Desk) -> tuple[CheckExample, ...]:
    """What can be clicked to be checked: what is about an article that is in the index."""
    return tuple(one for one in check_examples() if desk.has(one.article))


def results_html(checks: Sequence[Check], words: Words, offered: Iterable[CheckExample] = ()) -> str:
    """All that was checked, the newest first; before the first check, what can be clicked to try."""
    if not checks:
        return element("div", _offered(offered, words), class_="checks")
    newest = checks[-1]
    shown = "".join(checked_html(check, words) for check in reversed(checks))
    busy = "true" if newest.outcome is None else None
    told = f"{newest.number} {_told(newest, words)}" if newest.outcome is not None else ""
    return element("div", shown, class_="checks", aria_busy=busy, data_told=told)


def checked_html(check: Check, words: Words) -> str:
    """One check with its verdict; that it failed, or is being looked for."""
    match check.outcome:
        case Verdict() as verdict:
            return _section(check, verdict.verdict, _claim(check, verdict, words), words)
        case Quotation() as quotation:
            return _section(check, quotation.status, _quotation(check, quotation, words), words)
        case str(sentence):
            label = element("p", text(words.say("check_trouble")), class_="label")
            return element("section", _beginning(check.text, words) + _notice(label, sentence), class_="check failed")
        case None:
            return element("section", _beginning(check.text, words) + waiting_html(words), class_="check busy")


def _offered(examples: Iterable[CheckExample], words: Words) -> str:
    """What can be clicked to be checked; nothing where its articles are not in the index."""
    items = "".join(
        element("li", element("button", text(one.text), type="button", class_="example", data_text=one.text))
        for one in examples
    )
    if not items:
        return ""
    heading = element("h2", text(words.say("check_examples")), id="check-examples", class_="label")
    return heading + element("ul", items, class_="examples", aria_labelledby="check-examples")


def _beginning(given: str, words: Words) -> str:
    """The text as it was given, of a very long one the beginning."""
    if len(given) <= _SHOWN:
        return element("p", text(given), class_="given") if given else ""
    cut = element("p", text(words.say("check_shorter", count=len(given))), class_="note")
    return element("p", text(given[:_SHOWN] + "…"), class_="given") + cut


def _notice(label: str, sentence: str) -> str:
    return element("div", label + element("p", text(sentence)), class_="notice")


def _told(check: Check, words: Words) -> str:
    """What is announced of a check."""
    match check.outcome:
        case Verdict(verdict=judgement, why=why):
            return f"{_verdict_word(judgement, words)}. {why}"
        case Quotation() as quotation:
            return f"{_verdict_word(quotation.status, words)}. {_quotation_why(quotation, words)}"
        case str(sentence):
            return sentence
        case None:
            return ""


def _verdict_word(verdict: Judgement | Standing, words: Words) -> str:
    match verdict:
        case "supported":
            return words.say("check_supported")
        case "refuted":
            return words.say("check_refuted")
        case "exact":
            return words.say("check_exact")
        case "altered":
            return words.say("check_altered")
        case "not_found":
            return words.say("check_not_found")


def _section(check: Check, verdict: Judgement | Standing, inner: Iterable[str], words: Words) -> str:
    """A check under its verdict. The page's script copies what is of the classes `text` and `short`, hidden or not."""
    kind = words.say("check_claim" if check.kind == "claim" else "check_quotation")
    blocks = [
        element("p", text(f"{kind}: {check.text.strip()}"), class_="text", hidden=""),
        element("h2", text(_verdict_word(verdict, words)), id=f"check-{check.number}", class_="verdict short"),
        *inner,
        _offers(check, words),
    ]
    return element("section", "".join(blocks), class_=f"check answer {verdict}", data_given=check.text)


def _offers(check: Check, words: Words) -> str:
    """What can be done with a check: copied and added to the brief where it cites, and taken up again."""
    outcome = check.outcome
    cites = isinstance(outcome, Verdict | Quotation) and bool(outcome.citations)
    offers = [copy_button(words), collect_link(f"c{check.number}", words)] if cites else []
    again = element("button", text(words.say("check_again")), class_="again", type="button")
    return element("div", " ".join([*offers, again]), class_="offers")


def _columns(label: str, given: str, found: str, words: Words) -> str:
    """What was given on the left; on the right what the articles have, if anything."""
    left = element("p", text(label), class_="label") + element("p", given, class_="given")
    if not found:
        return element("div", left, class_="given-alone")
    right = element("p", text(words.say("check_articles")), class_="label") + found
    return element("div", element("div", left) + element("div", right), class_="sides")


# ---- Claims ----


def _claim(check: Check, verdict: Verdict, words: Words) -> Iterator[str]:
    """Why, then the claim beside what it was held against; each sentence with its own verdict, where it has several."""
    links = cite_links(verdict.citations, words)
    shown: set[int] = set()
    yield element("p", with_links(verdict.why, links), class_="text", lang=verdict.language)
    for note in verdict.notes:
        yield element("p", text(note), class_="note", lang=verdict.language)
    if verdict.model:
        yield element("p", text(words.say("check_voted", model=verdict.model)), class_="note")
    if not verdict.parts:
        yield _against(verdict, verdict, check.text.strip(), links, shown, words)
    for number, part in enumerate(verdict.parts, 1):
        yield _part(part, verdict, number, links, shown, words)


def _part(part: Verdict, verdict: Verdict, number: int, links: Mapping[int, str], shown: set[int], words: Words) -> str:
    """One sentence of a claim under its own verdict."""
    place = words.say("check_sentence", number=number, count=len(verdict.parts))
    heading = element("span", text(f"{place}: "), class_="nth") + text(_verdict_word(part.verdict, words))
    blocks = [
        element("h3", heading, class_="verdict text"),
        element("p", with_links(part.why, links), class_="text", lang=part.language),
        _against(part, verdict, part.claim, links, shown, words),
    ]
    return element("div", "".join(blocks), class_=f"part {part.verdict}")


def _against(
    part: Verdict, verdict: Verdict, claim: str, links: Mapping[int, str], shown: set[int], words: Words
) -> str:
    """A claim beside its quotes, with what differs marked in both; a quote that is `shown` above is only named."""
    mine = _placed(part.differences, claim, "off", words)
    quotes, theirs = [], set()
    for citation in part.citations:
        differing = [one for one in verdict.differences if one.citation == citation.number]
        marks = _placed(differing, citation.quote, "own", words)
        theirs |= set(marks)
        if citation.number not in shown:
            quotes.append(quote_html(citation, links[citation.number], marked(citation.quote, marks.values()), words))
    named = "&nbsp;".join(links[one.number] for one in part.citations if one.number in shown)
    above = element("p", f"{named} {text(words.say('check_above'))}", class_="above") if named else ""
    shown |= {one.number for one in part.citations}
    columns = _columns(words.say("check_given"), marked(claim, mine.values()), above + "".join(quotes), words)
    untold = [one for one in part.differences if not {one} <= mine.keys() & theirs and not tells(part.why, one)]
    return columns + _listed(_difference(one, words) for one in untold) + _near(part, words)


def _placed(differences: Iterable[Difference], whole: str, look: Look, words: Words) -> dict[Difference, Mark]:
    """Where the words of differences stand in a claim ("off") or in an article's sentence ("own"); those that cannot be
    told, or overlap another, are left out.
    """
    found: dict[Difference, Mark] = {}
    for one in differences:
        kind = _kind(one, words)
        said = words.say("check_mark_claim", kind=kind) if look == "off" else words.say("check_mark_article", kind=kind)
        if at := place(one.claim if look == "off" else one.article, whole):
            found[one] = Mark(*at, look, said)
    kept = apart(found.values())
    return {one: mark for one, mark in found.items() if mark in kept}


_KINDS: Mapping[str, Callable[[Words], str]] = {
    "number": lambda words: words.say("check_number"),
    "date": lambda words: words.say("check_date"),
    "name": lambda words: words.say("check_name"),
    "post": lambda words: words.say("check_post"),
    "negation": lambda words: words.say("check_negation"),
    "opposite": lambda words: words.say("check_opposite"),
    "quantifier": lambda words: words.say("check_quantifier"),
    "modality": lambda words: words.say("check_modality"),
    "role": lambda words: words.say("check_role"),
    "word": lambda words: words.say("check_word"),
}


def _kind(difference: Difference, words: Words) -> str:
    """What kind of words differ; of a kind that is not known, that it is words."""
    return _KINDS.get(difference.kind, _KINDS["word"])(words)


def _difference(one: Difference, words: Words) -> str:
    """A difference in words."""
    say = partial(words.say, kind=_kind(one, words), claim=one.claim, article=one.article)
    if not one.article:
        return say("check_only_claim")
    return say("check_differs") if one.claim else say("check_only_article")


def _listed(lines: Iterable[str]) -> str:
    items = "".join(element("li", text(line)) for line in lines)
    return element("ul", items, class_="differences") if items else ""


def _near(verdict: Verdict, words: Words) -> str:
    """The nearest passages of a claim that was not found, folded away."""
    if not verdict.nearest:
        return ""
    summary = element("summary", text(words.count("check_near", len(verdict.nearest))))
    return element("details", summary + "".join(near_html(hit, words) for hit in verdict.nearest))


# ---- Quotations ----


def _quotation(check: Check, quotation: Quotation, words: Words) -> Iterator[str]:
    """The quotation beside the places where it stands, or the words it was altered from."""
    links = cite_links(quotation.citations, words)
    yield element("p", text(_quotation_why(quotation, words)), class_="text")
    for note in quotation.notes:
        yield element("p", text(note), class_="note", lang=quotation.language)
    mine = {one: mark for one in quotation.changes if (mark := _given_mark(one, quotation.quote, words))}
    kept = set(apart(mine.values()))
    given = marked(quotation.quote, kept)
    theirs = {one for place in quotation.citations for one in quotation.changes if _own_mark(one, place, words)}
    quotes = [_original(one, quotation, links[one.number], words) for one in quotation.citations]
    yield _columns(words.say("check_quoted"), given, "".join(quotes), words)
    lost = [one for one in quotation.changes if mine.get(one) not in kept or (one.article and one not in theirs)]
    yield _listed(_change(one, words) for one in lost)
    told = "; ".join(_change(one, words) for one in quotation.changes)
    yield element("p", text(told), class_="text", hidden="") if told else ""


def _quotation_why(quotation: Quotation, words: Words) -> str:
    match quotation.status:
        case "exact":
            return words.count("check_exact_more", len(quotation.citations))
        case "altered":
            return words.count("check_altered_more", len(quotation.changes))
        case "not_found":
            return words.say("check_no_quotation_more")


def _original(citation: Citation, quotation: Quotation, link: str, words: Words) -> str:
    """A place in an article, with its words that the quotation changed or left out marked."""
    marks = [mark for one in quotation.changes if (mark := _own_mark(one, citation, words))]
    return quote_html(citation, link, marked(citation.quote, apart(marks)), words)


def _given_mark(change: Change, quote: str, words: Words) -> Mark | None:
    """What is not the article's in a quotation, or the gap where its words are missing; None where the offsets are of
    another text.
    """
    at = change.at
    if not 0 <= at.start <= at.end <= len(quote) or quote[at.start : at.end] != change.quoted:
        return None
    if change.kind == "left_out":
        return Mark(at.start, at.end, "gap", words.say("check_mark_gap"))
    said = words.say("check_mark_changed") if change.kind == "changed" else words.say("check_mark_put_in")
    return Mark(at.start, at.end, "off", said)


def _own_mark(change: Change, citation: Citation, words: Words) -> Mark | None:
    """The article's words that a quotation has not, where they stand in this citation."""
    passage = citation.passage
    inside = passage.start <= change.stands.start < change.stands.end <= passage.end
    if not inside or passage.article.text[change.stands.start : change.stands.end] != change.article:
        return None
    said = words.say("check_mark_left_out") if change.kind == "left_out" else words.say("check_mark_original")
    return Mark(change.stands.start - passage.start, change.stands.end - passage.start, "own", said)


def _change(change: Change, words: Words) -> str:
    """A change in words."""
    quoted, article = " ".join(change.quoted.split()), " ".join(change.article.split())
    match change.kind:
        case "changed":
            return words.say("check_changed", quoted=quoted, article=article)
        case "put_in":
            return words.say("check_put_in", quoted=quoted)
        case "left_out":
            return words.say("check_left_out", article=article)
