"""Briefs: a list of questions, claims and quotations answered in one document, whose citations can be checked later."""
