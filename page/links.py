"""Citation links: each carries its own source, so an old message's [1] opens its own passage, or says it cannot."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from assistant.data import Answer, Citation

if TYPE_CHECKING:
    from assistant.data import Article

_PREFIX = "#c-"
_LONGEST = 8192  # characters; an answer has a handful of citations, so a longer link is not one of ours
_FINGERPRINT = 12  # hexadecimal digits: tells a changed article from the one that was cited, keeps no secret

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a citation points: the cited span first, then the other cited spans of that article in the same answer.

    `fingerprint` is of the cited words, so that an article that has changed since is noticed. Without spans it is the
    article itself that is pointed to.
    """

    article: str
    spans: Spans
    fingerprint: str

    def fits(self, article: "Article") -> bool:
        """Whether the article still has the cited words at these offsets."""
        inside = all(0 <= start < end <= len(article.text) for start, end in self.spans)
        return inside and (not self.spans or _fingerprint(article, self.spans) == self.fingerprint)


def reference(citation: Citation, answer: Answer) -> Reference:
    """Where this citation of this answer points."""
    passage = citation.passage
    own = (passage.start, passage.end)
    others = {
        (other.passage.start, other.passage.end)
        for other in answer.citations
        if other.passage.article.id == passage.article.id
    }
    spans = (own, *sorted(others - {own}))
    return Reference(passage.article.id, spans, _fingerprint(passage.article, spans))


def href(citation: Citation, answer: Answer) -> str:
    """The link to this citation's source, safe in HTML and in Markdown: only letters, digits, `-` and `_` after `#`."""
    target = reference(citation, answer)
    return _link([target.article, target.spans, target.fingerprint])


def article_href(article_id: str) -> str:
    """The link to an article of which nothing is cited, as safe."""
    return _link([article_id])


def _link(record: object) -> str:
    written = json.dumps(record, separators=(",", ":"))
    return _PREFIX + urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read(link: str) -> Reference | None:
    """What a link points to; None for anything `href` would not have written."""
    if not link.startswith(_PREFIX) or len(link) > _LONGEST:
        return None
    encoded = link.removeprefix(_PREFIX)
    try:
        record = json.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (ValueError, RecursionError):
        return None
    return _checked(record)


def _checked(record: object) -> Reference | None:
    """The reference in decoded JSON; None where it is of another shape."""
    match record:
        case [str(article)]:
            return Reference(article, (), "")
        case [str(article), [_, *_] as spans, str(fingerprint)]:
            pairs = tuple(_pair(span) for span in spans)
            whole = tuple(pair for pair in pairs if pair is not None)
            return Reference(article, whole, fingerprint) if len(whole) == len(pairs) else None
        case _:
            return None


def _pair(span: object) -> tuple[int, int] | None:
    """Two whole numbers; None for anything else."""
    match span:
        case [int(start), int(end)] if type(start) is type(end) is int:
            return (start, end)
        case _:
            return None


def _fingerprint(article: "Article", spans: Iterable[tuple[int, int]]) -> str:
    """A few digits that change when the words at these offsets do."""
    cited = "\0".join(article.text[start:end] for start, end in spans)
    return sha256(cited.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT]
