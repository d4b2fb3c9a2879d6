"""From a document to passages: parted into article and page, dated and signed, cut at sentences.

In the order an article travels: `lines`, `furniture` (with `above`, `inside`, `ending`; told by `shapes`, `phrases`,
`wording`), `record` (with `notes`, `sources`, `publishers`, `outlets`, `signatures`, `publication`, `leads`, `dates`),
`common`, `sentences`, `passages`.
"""
