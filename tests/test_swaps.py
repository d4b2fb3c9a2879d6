"""Readers and writers at once: twenty generations are swapped under readers in threads and processes."""

import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from assistant import Assistant
from index.building import build
from index.derived import open_keywords, open_vectors
from index.keywords import terms
from index.searching import Index
from index.store import Store
from tests.fakes import LetterEncoder

SWAPS = 20
ARTICLES = 4
QUESTION = "giá gạo"


def write_articles(folder: Path, number: int) -> None:
    """Articles that all say which generation they are of."""
    folder.mkdir(exist_ok=True)
    for article in range(ARTICLES):
        text = f"Giá gạo ở tỉnh {article}\n\nGiá gạo hôm nay là {number} nghìn đồng, theo đợt {number}.\n"
        (folder / f"{article}.txt").write_text(text)


def write_generations(articles: Path, folder: Path) -> int:
    """The number of the newest of the generations that are written, one over the other."""
    for number in range(2, SWAPS + 2):
        write_articles(articles, number)
        generation = build(articles, folder, LetterEncoder()).generation
    return generation


def opened_anew(folder: Path) -> tuple[int, set[int], int]:
    """A generation's number as a reader sees it who opens the index: by the store, by its texts, and how many."""
    with Store.open(folder) as store:
        count = store.passage_count()
        near = {id for id, _ in open_vectors(store, folder).search(LetterEncoder().encode_question(QUESTION), count)}
        found = {id for id, _ in open_keywords(store, folder).search(terms(QUESTION), [], count)}
        assert near == found == set(store.passage_ids().tolist())
        texts = " ".join(passage.text for passage in store.passages(sorted(near)))
        return store.generation, {int(said) for said in re.findall(r"đợt (\d+)", texts)}, count


def seen_by(look: Callable[[], tuple[int, set[int], int]], done: Path) -> list[tuple[int, set[int], int]]:
    """What is seen again and again until all is written, and once more."""
    seen = []
    while not done.exists():
        seen.append(look())
    return [*seen, look()]


def read_in_a_process(folder: Path, done: Path) -> list[tuple[int, set[int], int]]:
    """What another process sees."""
    return seen_by(lambda: opened_anew(folder), done)


def asked(assistant: Assistant) -> tuple[int, set[int], int]:
    """What one assistant sees that is never started again: by the articles it shows and the passages it finds."""
    hits = assistant.search(QUESTION, k=ARTICLES)
    answer = assistant.ask("Giá gạo hôm nay là bao nhiêu?")
    of_hits = {int(said) for hit in hits for said in re.findall(r"đợt (\d+)", hit.passage.text)}
    of_answer = {int(said) for sentence in answer.citations for said in re.findall(r"là (\d+) nghìn", sentence.quote)}
    assert len(of_answer) <= 1
    return max(of_hits), of_hits, len(hits)


def test_readers_go_on_during_twenty_swaps(tmp_path: Path) -> None:
    """No reader, in a thread, a process or a running assistant, errs or sees two generations at once, or an older one
    after a newer; in the end all see the newest.
    """
    articles, folder, done = tmp_path / "articles", tmp_path / "index", tmp_path / "done"
    write_articles(articles, 1)
    build(articles, folder, LetterEncoder())
    assistant = Assistant(Index.open(folder, LetterEncoder()))

    with ProcessPoolExecutor(2, get_context("spawn")) as processes, ThreadPoolExecutor(3) as threads:
        readers = [processes.submit(read_in_a_process, folder, done)]
        readers += [threads.submit(seen_by, lambda: opened_anew(folder), done) for _ in range(2)]
        readers += [threads.submit(seen_by, lambda: asked(assistant), done)]
        try:
            newest = processes.submit(write_generations, articles, folder).result()
        finally:
            done.touch()
        seen = [reader.result() for reader in readers]

    assert newest == SWAPS + 1
    for of_reader in seen:
        assert [one for one in of_reader if one != (one[0], {one[0]}, ARTICLES)] == []
        assert of_reader == sorted(of_reader, key=lambda one: one[0])
        assert of_reader[-1][0] == newest
    assert len({number for number, *_ in seen[-1]}) > 1
