"""What to say: a question becomes hits, and hits a cited answer or a refusal."""

from assistant.assistant import Assistant
from assistant.data import EVERYTHING, Answer, Citation, Coverage, Filter, Turn
from assistant.limiting import Limits

__all__ = ["EVERYTHING", "Answer", "Assistant", "Citation", "Coverage", "Filter", "Limits", "Turn"]
