"""Answers, verdicts, quotations and hits as text for a terminal, and as JSON objects."""
