"""What other programs may call: the same answers as the commands print, as an API and, where it is on, as MCP tools."""

from typing import Any

from page.desk import Desk
from tabs.common import IN_LINE


def offer(desk: Desk) -> None:
    """Adds the calls to the page that is being built."""
    from gradio.events import api

    def ask(question: str) -> dict[str, Any]:
        """Answers a question over the articles: a short answer, and the sentences it rests on."""
        return desk.record(question)

    api(ask, api_name="ask", concurrency_limit=IN_LINE)
