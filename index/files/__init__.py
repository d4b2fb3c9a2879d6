"""From a folder to documents: which files are read, and what each says.

In the order a file travels: `listing`, `content`, then by its kind `encodings` (plain text), `pages` (HTML), `pdf`,
`office` (Word), `exports` (JSON lines and CSV, an article a row); `documents` chooses. `sidecar` is what the folder's
owner says of the articles beside them.
"""
