"""From a file to passages: read, parted into article and page, dated and signed, cut at sentences.

In the order an article travels: `lines`, `furniture` (with `shapes`, `phrases`, `ending`), `record` (with `notes`,
`publication`, `leads`, `dates`, `outlets`, `signatures`), `sentences`, `passages`.
"""
