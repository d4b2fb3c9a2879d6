"""What readers like and dislike, kept as lines of JSON in a file of the owner's, where the owner switched that on."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.data import Answer
from page.answer import Rating
from page.conversation import Conversation, Exchange
from page.desk import report

_RATINGS: dict[str, Rating] = {"up": "up", "down": "down"}


def rated(conversation: Conversation, link: str, file: Path | None) -> Conversation:
    """The conversation with what the link says of one of its answers, `#f-up-q3` or `#f-down-q3`, which is kept in the
    file; the same where it was said before, or the link or the file is none.
    """
    kind, _, key = link.removeprefix("#f-").partition("-")
    rating = _RATINGS.get(kind)
    if file is None or rating is None:
        return conversation
    return tuple(_rated(one, rating, file) if one.key == key else one for one in conversation)


def _rated(exchange: Exchange, rating: Rating, file: Path) -> Exchange:
    if not isinstance(exchange.outcome, Answer) or exchange.rating == rating:
        return exchange
    try:
        _keep(_record(exchange.outcome, rating == "up"), file)
    except OSError as error:
        report(error)
        return replace(exchange, rating="lost")
    return replace(exchange, rating=rating)


def _record(answer: Answer, liked: bool) -> dict[str, Any]:
    """What is kept of an answer: enough to ask again and to see what it rested on, nothing of who asked."""
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "understood": answer.understood,
        "status": answer.status,
        "short_answer": answer.short_answer,
        "citations": [
            {"article": one.passage.article.id, "start": one.passage.start, "end": one.passage.end}
            for one in answer.citations
        ],
        "liked": liked,
    }


def _keep(record: dict[str, Any], file: Path) -> None:
    """Appends a line in one write, so that those of several readers do not mix; only the owner may read the file."""
    line = json.dumps(record, ensure_ascii=False) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode("utf-8", "surrogatepass"))
    finally:
        os.close(descriptor)
