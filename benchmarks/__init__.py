"""How well and how fast, measured: `python -m benchmarks` prints one table.

In reading order: figures (what a measurement gives), golden and seeds (the five articles), xquad, finding and reading
(XQuAD, where it is at hand), speed, table, and the command in `__main__`.
"""
