"""How well and how fast, measured: `python -m benchmarks` prints a table for each thing measured.

In reading order: figures (what a measurement gives), golden and seeds (the five articles), talk and disagreeing
(conversations, articles that contradict each other), collection, xquad, news and viquad (texts with questions, where
they are at hand), ways, bm25 and quick_start (the index and its rivals), finding, ablations and reading, speed,
thousand and scale, table and readme, the command in `__main__`, and plot.
"""
