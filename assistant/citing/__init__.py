"""The sources of an answer, a verdict or a quotation, to paste: footnotes, references, and what other programs read.

In the order a citation travels: `entries` (one an article), `tidying` (a line of text, in marks), `wording` (dates and
names in words), `fragments` (the link to the words), then a module for each style; `styles` has them by name.
"""
