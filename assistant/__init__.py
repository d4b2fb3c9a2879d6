"""What to say: a question becomes hits, and hits a cited answer or a refusal."""

from assistant.assistant import Assistant, Coverage
from assistant.data import Answer, Citation, Turn

__all__ = ["Answer", "Assistant", "Citation", "Coverage", "Turn"]
