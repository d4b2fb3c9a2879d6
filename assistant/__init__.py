"""What to say: a question becomes a cited answer or a refusal, a claim a verdict, a quotation its source."""

from assistant.assistant import Assistant
from assistant.data import EVERYTHING, Answer, Citation, Coverage, Filter, Quotation, Turn, Verdict
from assistant.limiting import Limits

__all__ = [
    "EVERYTHING",
    "Answer",
    "Assistant",
    "Citation",
    "Coverage",
    "Filter",
    "Limits",
    "Quotation",
    "Turn",
    "Verdict",
]
