"""From a folder to documents: which files are read, and what each says.

In the order a file travels: `listing`, `content`, then by its kind `encodings` (plain text; with `legacy` and
`syllables`), `pages` (HTML; with `blocks`, `markup`, `markup_names`, `pictures`, `head`), `pdf` (with `layout`),
`office` (Word), `exports` (JSON lines and CSV, an article a row); `documents` chooses. `claims` weighs what a file's
properties say. `sidecar` is what the folder's owner states of the articles beside them.
"""
