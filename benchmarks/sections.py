"""What can be measured, by its name: each gives a section."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.assistant import Assistant
from benchmarks.ablations import ablations
from benchmarks.bench import Bench
from benchmarks.chat import CHROMIUM, chat_figures
from benchmarks.chat import NOT_AT_HAND as NO_BROWSER
from benchmarks.claims import BLIND as BLIND_CLAIMS
from benchmarks.claims import NOT_AT_HAND as NO_CLAIMS
from benchmarks.claims import (
    PROMISED,
    PROMISED_BLIND_CLAIMS,
    PROMISED_NEWS,
    checked,
    claim_figures,
    confusion,
    golden_claims,
    worst,
)
from benchmarks.collection import Collection
from benchmarks.disagreeing import disagreeing_figures, pairs
from benchmarks.encoding import encoding_figures
from benchmarks.figures import Figure, Section
from benchmarks.finding import (
    ABLATED,
    NEWS,
    PARAGRAPHS,
    Column,
    by_article,
    by_paragraph,
    finding_figures,
    lead_figures,
    unaccented_figures,
)
from benchmarks.golden import (
    BLIND,
    FURTHER,
    PROMISED_BLIND,
    PROMISED_FURTHER,
    SEEDS,
    given,
    golden_figures,
    golden_questions,
)
from benchmarks.news import NOT_AT_HAND as NO_NEWS
from benchmarks.pages import html_pages, page_figures, text_pages
from benchmarks.passages import passages_figures
from benchmarks.quotations import large_figures, quotation_figures
from benchmarks.reading import news_figures, reading_figures, refusing_figures, viquad_figures
from benchmarks.scale import ARTICLES, scale_figures
from benchmarks.seeds import furniture, records, seed_figures
from benchmarks.soak import soak_section
from benchmarks.speed import indexing_figures, process_figures, question_figures
from benchmarks.talk import conversations, talk_figures
from benchmarks.thousand import thousand_figures, thousand_questions
from benchmarks.viquad import NOT_AT_HAND as NO_VIQUAD
from benchmarks.ways import WHOLE
from benchmarks.xquad import NOT_AT_HAND as NO_XQUAD
from index.searching import Index


def seeds(bench: Bench) -> Section:
    """The records of the five articles."""
    return Section("seeds: the five articles as read", tuple(seed_figures(bench.assistant, records())))


def pages(bench: Bench) -> Section:
    """The marked pages: body or furniture."""
    figures = (*page_figures("scraped text", text_pages()), *page_figures("saved pages", html_pages()))
    return Section("pages: body or furniture", figures)


def golden(bench: Bench) -> Section:
    """The golden questions."""
    answers = given(bench.assistant, golden_questions())
    return Section("golden: the golden questions", tuple(golden_figures(answers, SEEDS, furniture(records()))))


def further(bench: Bench) -> Section:
    """The further questions, written by someone who had seen only the articles."""
    answers = given(bench.assistant, golden_questions(FURTHER))
    figures = golden_figures(answers, SEEDS, (), PROMISED_FURTHER)
    return Section("further: questions on the seeds by another hand", tuple(figures))


def blind(bench: Bench) -> Section:
    """Forty questions by somebody who had seen the articles and no program."""
    answers = given(bench.assistant, golden_questions(BLIND))
    figures = golden_figures(answers, SEEDS, (), PROMISED_BLIND)
    return Section("blind: questions on the seeds, written last", tuple(figures))


def claims(bench: Bench) -> Section:
    """The golden claims."""
    given = checked(bench.assistant.check, golden_claims())
    return Section("claims: the golden claims", tuple(claim_figures(given, PROMISED)), confusion(given))


def blind_claims(bench: Bench) -> Section:
    """Sixty claims by somebody who had seen the articles and no program."""
    given = checked(bench.assistant.check, golden_claims(BLIND_CLAIMS))
    note = "\n".join([confusion(given), *(f"- {error}" for error in worst(given))])
    title = "blind-claims: claims on the seeds, by another hand"
    return Section(title, tuple(claim_figures(given, PROMISED_BLIND_CLAIMS)), note)


def factcheck(bench: Bench) -> Section:
    """ViFactCheck's claims over its articles."""
    title = "factcheck: ViFactCheck's claims over its articles"
    if bench.claims is None:
        return Section(title, (), NO_CLAIMS)
    articles, asked = bench.checked_claims
    given = checked(bench.answering(articles).check, asked)
    note = "\n".join([confusion(given), *(f"- {error}" for error in worst(given))])
    return Section(title, tuple(claim_figures(given, PROMISED_NEWS)), note)


def quotations(bench: Bench) -> Section:
    """Sentences of articles as quotations: as they stand, with a number changed, shuffled."""
    figures = [*quotation_figures(bench.opened_index(), "the seeds")]
    if bench.news is not None:
        figures += quotation_figures(bench.index_of(bench.articles), f"{len(bench.articles.texts)} news articles")
    if bench.claims is not None:
        texts = bench.checked_claims[0]
        figures += quotation_figures(bench.index_of(texts), f"{len(texts.texts)} articles of ViFactCheck")
    return Section("quotations: sentences of articles, as they stand and altered", tuple(figures))


def many_quotations(bench: Bench) -> Section:
    """The same among ten thousand articles."""
    title = "quotations-large: the same among 10,000 made-up articles, many of one mould"
    return Section(title, tuple(large_figures(bench.encoder)))


def talk(bench: Bench) -> Section:
    """Questions that lean on the turns before them."""
    return Section("talk: questions after other questions", tuple(talk_figures(conversations())))


def disagreeing(bench: Bench) -> Section:
    """Articles that give different values for the same thing."""
    return Section("disagreeing: pairs of articles with different values", tuple(disagreeing_figures(pairs())))


def speed(bench: Bench) -> Section:
    """How fast. Questions come first, before sentence-transformers is loaded too."""
    questions = [one.question for one in golden_questions()]
    figures = [
        *question_figures(bench.opened(), questions),
        *process_figures(SEEDS, questions[0]),
        *indexing_figures(SEEDS, bench.encoder),
        *thousand_figures(bench.thousand(), list(thousand_questions())),
    ]
    note = f"Times on a busy machine say little; sentence-transformers had {os.environ['OMP_NUM_THREADS']} threads."
    return Section("speed: five articles, and a thousand", tuple(figures), note)


def chat(bench: Bench) -> Section:
    """The chat in a browser, and asked by many at once."""
    title = "chat: a browser over a thousand articles, and many readers at once"
    if not CHROMIUM.exists():
        return Section(title, (), NO_BROWSER)
    return Section(title, tuple(chat_figures(bench.encoder, bench.cache)))


def soak(bench: Bench) -> Section:
    """The chat asked without pause for minutes, while the index is swapped under it."""
    return soak_section(bench.encoder, bench.kept, bench.minutes)


def finding(bench: Bench) -> Section:
    """The paragraph found, by each way of finding."""
    title = "finding: the right paragraph among XQuAD's 240 (recall)"
    if bench.xquad is None:
        return Section(title, (), NO_XQUAD)
    return Section(title, tuple(finding_figures(bench.paragraphs.questions, bench.paragraph_ways, PARAGRAPHS)))


def news(bench: Bench) -> Section:
    """The article and the answer found, by each way of finding; and what the assistant answers."""
    if bench.news is None:
        return Section("news: the right article and the answer found (recall) and cited", (), NO_NEWS)
    figures = tuple(finding_figures(bench.articles.questions, bench.news_ways, NEWS))
    lead = lead_figures(figures, [column.name for column in NEWS])
    read = news_figures(bench.articles.questions, bench.answering(bench.articles))
    own = [figure for figure in figures if figure.what.startswith(WHOLE)]
    others = [figure for figure in figures if not figure.what.startswith(WHOLE)]
    count = len(bench.articles.texts)
    title = f"news: the right article and the answer found (recall) and cited, among {count} articles"
    return Section(title, (*own, *read, *others, *lead))


def unaccented(bench: Bench) -> Section:
    """The same questions without marks."""
    figures: list[Figure] = []
    if bench.xquad is not None:
        figures += unaccented_figures(bench.paragraphs.questions, bench.paragraph_ways, by_paragraph, "XQuAD")
    if bench.news is not None:
        figures += unaccented_figures(bench.articles.questions, bench.news_ways, by_article, "news")
    title = "unaccented: Vietnamese questions with their marks taken off (recall)"
    return Section(title, tuple(figures), bench.missing)


def without(bench: Bench) -> Section:
    """What each signal of the index is worth."""
    figures: list[Figure] = []
    for collection, columns in _at_hand(bench):
        ways = ablations(bench.over(collection.texts, collection.name), bench.remembering)
        figures += finding_figures(collection.questions, ways, columns, halves=False)
    return Section("ablations: the index without one of its signals (recall)", tuple(figures), bench.missing)


def _at_hand(bench: Bench) -> Iterator[tuple[Collection, Sequence[Column]]]:
    """The collections that are at hand, each with what is measured on it."""
    if bench.xquad is not None:
        yield bench.paragraphs, ABLATED
    if bench.news is not None:
        yield bench.articles, NEWS


def reading(bench: Bench) -> Section:
    """The answer given over XQuAD."""
    title = "reading: XQuAD's questions answered over all its paragraphs"
    if bench.xquad is None:
        return Section(title, (), NO_XQUAD)
    return Section(title, tuple(reading_figures(bench.paragraphs.questions, bench.answering(bench.paragraphs))))


def refusing(bench: Bench) -> Section:
    """What is refused over the half of XQuAD that has no answer."""
    title = "refusing: XQuAD's questions asked of the half without their paragraph"
    if bench.xquad is None:
        return Section(title, (), NO_XQUAD)
    others = {half: bench.over(bench.paragraphs.texts[1 - half :: 2]) for half in (0, 1)}
    assistants = {half: Assistant(Index.open(folder, bench.remembering)) for half, folder in others.items()}
    return Section(title, tuple(refusing_figures(bench.paragraphs.questions, assistants)))


def viquad(bench: Bench) -> Section:
    """What is refused of UIT-ViQuAD's questions, some of which nothing answers."""
    title = "viquad: questions on UIT-ViQuAD 2.0, some of them on the topic but not answered there"
    if bench.viquad is None:
        return Section(title, (), NO_VIQUAD)
    questions = bench.viquad_paragraphs.questions
    return Section(title, tuple(viquad_figures(questions, bench.answering(bench.viquad_paragraphs))))


def scale(bench: Bench) -> Section:
    """A newsroom's folder of thousands of articles."""
    title = f"scale: a newsroom's folder of {ARTICLES:,} made-up articles"
    return Section(title, tuple(scale_figures(bench.encoder)))


def encoding(bench: Bench) -> Section:
    """How fast the sentence model is."""
    title = "encoding: the bundled sentence model's weights, run by three engines"
    return Section(title, tuple(encoding_figures(bench.cache)))


def passages(bench: Bench) -> Section:
    """An index of up to a million made-up passages."""
    title = f"passages: what an index of {' and '.join(f'{size:,}' for size in bench.sizes)} made-up passages costs"
    return Section(title, tuple(passages_figures(bench.encoder, bench.sizes)))


MEASUREMENTS: Mapping[str, Callable[[Bench], Section]] = {
    "seeds": seeds,
    "pages": pages,
    "golden": golden,
    "further": further,
    "blind": blind,
    "claims": claims,
    "blind-claims": blind_claims,
    "factcheck": factcheck,
    "quotations": quotations,
    "quotations-large": many_quotations,
    "talk": talk,
    "disagreeing": disagreeing,
    "speed": speed,
    "chat": chat,
    "soak": soak,
    "finding": finding,
    "news": news,
    "unaccented": unaccented,
    "ablations": without,
    "reading": reading,
    "refusing": refusing,
    "viquad": viquad,
    "scale": scale,
    "encoding": encoding,
    "passages": passages,
}
# These take minutes, and are measured only where they are named.
LONG = frozenset({"quotations-large", "chat", "soak", "scale", "encoding", "passages"})
