"""Whose turn it is, without a clock: whoever has had the least is next, and nobody's flood shuts another out."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

from page.desk import Desk
from page.turns import Place, Turns
from page.words import words
from tabs.common import PENDING, limit_events
from tests.fake_assistant import FakeAssistant

ENGLISH = words("en")


def served(turns: Turns, under_way: list[Place], waiting: list[Place]) -> Iterator[str]:
    """Who is given a turn, one after another, as each that is under way ends."""
    while under_way:
        turns.give_back(under_way.pop(0))
        for place in [place for place in waiting if place.given]:
            waiting.remove(place)
            under_way.append(place)
            yield place.asker


def until(so: Callable[[], bool]) -> None:
    """Waits for what other threads are about to do."""
    pause = Event()
    for _ in range(5000):
        if so():
            return
        pause.wait(0.002)
    raise AssertionError("It did not come to be so in ten seconds.")


def test_one_question_is_served_before_the_other_fifty_of_someone_else() -> None:
    """Second, not fifty-first."""
    turns = Turns(1, 100)
    first, *flood = [turns.join("flood") for _ in range(50)]
    reader = turns.join("reader")
    assert list(served(turns, [first], [*flood, reader])) == ["reader", *["flood"] * 49]


def test_turns_go_round() -> None:
    """Among three who have the same to ask, each is served once before any is served again."""
    turns = Turns(1, 100)
    first = turns.join("x")
    waiting = [turns.join(asker) for asker in "aaabbbccc"]
    assert "".join(served(turns, [first], waiting)) == "abcabcabc"


def test_who_has_fewest_under_way_is_next() -> None:
    """With two turns held by one asker, the next goes to another though he came last."""
    turns = Turns(2, 100)
    first, second, third = (turns.join("a") for _ in range(3))
    other = turns.join("b")
    turns.give_back(first)
    assert [place.given for place in (second, third, other)] == [True, False, True]


def test_a_newcomer_is_not_put_before_who_waits() -> None:
    """Someone who comes again and again, always with one question, does not keep another waiting."""
    turns = Turns(1, 100)
    now = turns.join("often")
    patient = turns.join("patient")
    again = turns.join("often")
    turns.give_back(now)
    assert (patient.given, again.given) == (True, False)


def test_a_full_line_drops_the_newest_of_who_has_the_most_in_it() -> None:
    """The newcomer himself if that is him; a reader with one question always has room."""
    turns = Turns(1, 3)
    flood = [turns.join("flood") for _ in range(5)]
    assert [place.decided.is_set() for place in flood] == [True, False, False, False, True]
    reader = turns.join("reader")
    assert [place.decided.is_set() for place in flood] == [True, False, False, True, True]
    assert [place.given for place in (*flood, reader)] == [True, *[False] * 5]
    assert not reader.decided.is_set()


def test_who_gives_up_leaves_the_line() -> None:
    """His turn is not waited for by anybody, nor given to him."""
    turns = Turns(1, 3)
    first, impatient, next_one = (turns.join(asker) for asker in "abc")
    assert turns.wait(impatient, 0) is False
    turns.give_back(first)
    assert (impatient.given, next_one.given) == (False, True)


def test_late_work_keeps_its_turn_and_is_bounded() -> None:
    """While all turns are held by work that nobody waits for, the next is refused at once; then all is as before."""
    turns = Turns(2, 3)
    late = [turns.join("a"), turns.join("b")]
    turns.leave(late[0])
    waits = turns.join("c")
    turns.leave(late[1])
    refused = turns.join("d")
    assert (waits.decided.is_set(), refused.decided.is_set(), refused.given) == (False, True, False)
    turns.give_back(late[0])
    turns.leave(late[0])  # too late to say so: it has ended
    assert waits.given
    assert not turns.join("d").decided.is_set()


def test_nothing_is_kept_of_who_has_gone() -> None:
    """A thousand askers later, no name is in memory."""
    turns = Turns(1, 3)
    for number in range(1000):
        turns.give_back(turns.join(str(number)))
    assert turns._askers == {}


# ---- at the desk ----


def test_a_reader_is_served_next_though_another_asks_fifty() -> None:
    """Over a slow assistant that answers one at a time: of the fifty only the one under way comes before him."""
    fake, order = FakeAssistant(), []
    desk = Desk(fake, at_once=1)
    flood, reader = desk.serving("flood"), desk.serving("reader")

    def ask(asked: Desk, question: str, name: str) -> None:
        def work() -> None:
            fake.ask(question)
            order.append(name)

        asked.attempt(work, "en")

    threads = [Thread(target=ask, args=(flood, "wait GRDP", "flood")) for _ in range(50)]
    threads[0].start()
    assert fake.reached.wait(10)
    for thread in threads[1:]:
        thread.start()
    until(lambda: desk.turns._in_line() == 49)
    last = Thread(target=ask, args=(reader, "GRDP", "reader"))
    last.start()
    until(lambda: desk.turns._in_line() == 50)
    fake.gate.set()
    for thread in (*threads, last):
        thread.join(10)
    assert order == ["flood", "reader", *["flood"] * 49]


def test_a_question_that_takes_too_long_is_told_and_keeps_its_turn() -> None:
    """In both languages, with what to do; others are told that it is busy until the work has ended, then answered."""
    fake = FakeAssistant()
    desk = Desk(fake, at_once=1, patience=0.05, time_limit=0.05)
    assert desk.outcome("wait GRDP", (), "en") == ENGLISH.say("too_long", seconds="0.05")
    desk.patience = desk.time_limit = 10.0
    assert desk.outcome("GRDP", (), "vi") == words("vi").say("busy")  # at once
    fake.gate.set()
    until(lambda: desk.turns._askers == {})
    assert desk.outcome("GRDP", (), "en") == fake.ask("GRDP")


def test_whatever_is_attempted_has_its_time() -> None:
    """As checking, quoting, searching and verifying are; told in both languages."""
    stuck, desk = Event(), Desk(FakeAssistant(), time_limit=0.05)
    told = [desk.attempt(lambda: stuck.wait(10), language) for language in ("vi", "en")]
    stuck.set()
    assert told == [words(language).say("too_long", seconds="0.05") for language in ("vi", "en")]


def test_what_came_before_the_time_was_up_is_shown() -> None:
    """An answer that grows is shown as it grows; the sentence comes after it."""
    stuck, desk = Event(), Desk(FakeAssistant(), time_limit=0.2)

    def work() -> Iterator[str]:
        yield "half"
        stuck.wait(10)
        yield "never"

    came = list(desk.attempts(work, "en"))
    stuck.set()
    assert came == ["half", ENGLISH.say("too_long", seconds="0.2")]


def test_who_goes_away_ends_the_work_at_its_next_step() -> None:
    """And its turn is free again."""
    desk, went, steps = Desk(FakeAssistant(), at_once=1), Event(), []

    def work() -> Iterator[int]:
        for step in range(3):
            steps.append(step)
            yield step
            went.wait(10)

    coming: Any = desk.attempts(work, "en")
    assert next(coming) == 0
    coming.close()
    went.set()
    assert desk.attempt(lambda: "served", "en") == "served"
    assert steps == [0, 1]


# ---- in Gradio's queue ----


def test_a_flood_of_events_is_refused_before_it_is_taken() -> None:
    """Of who has a hundred in the queue; another's are taken, though his login looks like that address."""

    def event(username: str | None, host: str) -> Any:
        return SimpleNamespace(username=username, request=SimpleNamespace(client=SimpleNamespace(host=host)))

    async def push(body: Any, request: Any, username: str | None) -> tuple[bool, str, str]:
        return True, body, "taken"

    waiting = SimpleNamespace(queue=[event(None, "192.0.2.1")] * PENDING)
    app: Any = SimpleNamespace(_queue=SimpleNamespace(push=push, event_queue_per_concurrency_id={"ask": waiting}))
    limit_events(app)

    def state(username: str | None, host: str) -> str:
        request = event(username, host).request
        return str(asyncio.run(app._queue.push(body="", request=request, username=username))[2])

    asked = [(None, "192.0.2.1"), (None, "192.0.2.2"), ("192.0.2.1", "192.0.2.1")]
    assert [state(*one) for one in asked] == ["queue_full", "taken", "taken"]
