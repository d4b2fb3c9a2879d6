"""Quotations: whether words stand in the articles, where, and if not so, how they stand there."""
