"""The assistant inside a LangChain program."""

import json

from assistant import Assistant
from assistant.langchain_parts import article_retriever, cited_answer_tool


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
