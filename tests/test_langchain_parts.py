"""The assistant inside a LangChain program."""

import asyncio
import json
from datetime import date

import pytest
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableLambda

from assistant import EVERYTHING, Answer, Assistant, Filter, Turn
from assistant.errors import UsageError
from assistant.langchain_parts import article_retriever, cited_answer_tool, cited_answers
from assistant.rendering.objects import answer_object


def test_a_document_carries_its_offsets(assistant: Assistant) -> None:
    """The content is the article's text between the offsets."""
    documents = article_retriever(assistant, k=3).invoke("hộ nghèo ở Hà Nội")
    assert [document.metadata["rank"] for document in documents] == [1, 2, 3]
    for document in documents:
        article = assistant.article(document.metadata["article"])
        assert document.page_content == article.text[document.metadata["start"] : document.metadata["end"]]


def test_an_agent_can_call_the_assistant(assistant: Assistant) -> None:
    """The tool's answer is what `ask --json` prints."""
    tool = cited_answer_tool(assistant)
    answer = json.loads(tool.invoke({"question": "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"}))
    assert (tool.name, answer["short_answer"]) == ("ask_the_articles", "8,89%")
    assert answer["citations"][0]["article"] == "004_65434ae79e89ba3c.txt"


QUESTION = "GRDP của Hà Nội năm 2022 tăng bao nhiêu?"


def test_the_assistant_is_a_runnable(assistant: Assistant) -> None:
    """One question, several, a stream of one answer, and without blocking: the same answers as `ask` gives."""
    answers = cited_answers(assistant)
    expected = assistant.ask(QUESTION)

    assert answers.invoke(QUESTION) == expected
    assert answers.batch([QUESTION, {"question": QUESTION}]) == [expected, expected]
    assert list(answers.stream(QUESTION)) == [expected]
    assert asyncio.run(answers.ainvoke(QUESTION)) == expected


def test_a_runnable_composes(assistant: Assistant) -> None:
    """What comes before it makes the question, what comes after takes the answer."""
    chain = RunnableLambda(str.strip) | cited_answers(assistant) | (lambda answer: answer.short_answer)

    assert chain.invoke(f"  {QUESTION} ") == "8,89%"


def test_a_runnable_gives_the_object_of_the_command(assistant: Assistant) -> None:
    """As `ask --json` prints it."""
    said = cited_answers(assistant, as_object=True).invoke(QUESTION)

    assert said == answer_object(assistant.ask(QUESTION), None, 0.0)


def test_a_question_is_limited_and_stands_in_a_conversation() -> None:
    """Limits, turns, and a history in any of LangChain's forms reach the assistant; of a history the last questions,
    each answered in the light of those before.
    """
    asked: list[tuple[str, tuple[str, ...], Filter]] = []

    class Noting(Assistant):
        """An assistant that notes what it is asked."""

        def __init__(self) -> None:
            pass

        def ask(self, question: str, turns: tuple[Turn, ...] = (), only: Filter = EVERYTHING) -> Answer:
            asked.append((question, tuple(turn.question for turn in turns), only))
            return Answer(question, "en", "abstained", None, "", (), ())

        def sources(self) -> tuple[str, ...]:
            return ("Nhân Dân",)

    answers = cited_answers(Noting())
    june = Filter(date(2024, 6, 1), date(2024, 6, 30), ("Nhân Dân",))
    turn = Turn("Who?", Answer("Who?", "en", "abstained", None, "", (), ()))
    history = [
        ("human", "1"),
        ("ai", "…"),
        {"role": "user", "content": "2"},
        HumanMessage("?"),
        HumanMessage("3"),
        ("human", "4"),
    ]
    answers.invoke({"question": "a", "since": "2024-06", "until": date(2024, 6, 30), "sources": "nhan dan"})
    answers.invoke({"question": "b", "turns": [turn]})
    answers.invoke({"question": "c", "history": history})

    assert asked == [
        ("a", (), june),
        ("b", ("Who?",), EVERYTHING),
        ("2", (), EVERYTHING),
        ("3", ("2",), EVERYTHING),
        ("4", ("2", "3"), EVERYTHING),
        ("c", ("2", "3", "4"), EVERYTHING),
    ]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (7, "Not a question: 7. Give a string, or a mapping with the string under 'question'."),
        (
            {"query": "Ai?"},
            "Not a question: {'query': 'Ai?'}. Give a string, or a mapping with the string under 'question'.",
        ),
        (
            {"question": "Ai?", "source": "VOV"},
            "Unknown beside a question: 'source'. Known are question, turns, history, since, until, sources.",
        ),
    ],
)
def test_what_is_no_question_is_refused(assistant: Assistant, asked: object, error: str) -> None:
    """The sentence says what a question is; a misspelt limit must not pass unseen."""
    with pytest.raises(UsageError) as raised:
        cited_answers(assistant).invoke(asked)

    assert str(raised.value) == error
