"""Citation links: each carries its own source, so an old message's [1] opens its own passage, or says it cannot."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from assistant.data import Citation

if TYPE_CHECKING:
    from assistant.briefs.data import Saved
    from assistant.data import Article, Hit

_PREFIX = "#c-"
_LONGEST = 8192  # characters; an answer has a handful of citations, so a longer link is not one of ours
_NEAR = "near"
_FINGERPRINT = 12  # hexadecimal digits: tells a changed article from the one that was cited, keeps no secret

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a citation points: the cited span first, then the other spans of that article that are cited with it.

    `fingerprint` is of the cited words, so that an article that has changed since is noticed. Without spans it is the
    article itself that is pointed to. `near` is a passage near a question that it does not answer.
    """

    article: str
    spans: Spans
    fingerprint: str
    near: bool = False

    def fits(self, article: "Article") -> bool:
        """Whether the article still has the cited words at these offsets."""
        inside = all(0 <= start < end <= len(article.text) for start, end in self.spans)
        return inside and (not self.spans or _fingerprint(self._words(article)) == self.fingerprint)

    def _words(self, article: "Article") -> Iterator[str]:
        return (article.text[start:end] for start, end in self.spans)


def reference(citation: Citation, citations: Iterable[Citation]) -> Reference:
    """Where this citation of these points."""
    passage = citation.passage
    own = (passage.start, passage.end)
    others = {
        (other.passage.start, other.passage.end)
        for other in citations
        if other.passage.article.id == passage.article.id
    }
    spans = (own, *sorted(others - {own}))
    return Reference(passage.article.id, spans, _fingerprint(passage.article.text[start:end] for start, end in spans))


def href(citation: Citation, citations: Iterable[Citation]) -> str:
    """The link to this citation's source, safe in HTML and in Markdown: only letters, digits, `-` and `_` after `#`."""
    target = reference(citation, citations)
    return _link([target.article, target.spans, target.fingerprint])


def saved_href(saved: "Saved", beside: "Iterable[Saved]") -> str:
    """The link to a saved citation's source, as `href` writes it; `beside` are the other citations of its entry."""
    words = {(one.start, one.end): one.exact for one in beside if one.article == saved.article}
    own = (saved.start, saved.end)
    spans = (own, *sorted(words.keys() - {own}))
    return _link([saved.article, spans, _fingerprint((words | {own: saved.exact})[span] for span in spans)])


def near_href(hit: "Hit") -> str:
    """The link to a passage that is shown with a refusal."""
    passage = hit.passage
    return _link([passage.article.id, ((passage.start, passage.end),), _fingerprint((passage.text,)), _NEAR])


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
        case [_, _, _, str(near)] if near == _NEAR:
            found = _checked(record[:3])
            return replace(found, near=True) if found else None
        case _:
            return None


def _pair(span: object) -> tuple[int, int] | None:
    """Two whole numbers; None for anything else."""
    match span:
        case [int(start), int(end)] if type(start) is type(end) is int:
            return (start, end)
        case _:
            return None


def _fingerprint(words: Iterable[str]) -> str:
    """A few digits that change when the cited words do."""
    cited = "\0".join(words)
    return sha256(cited.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT]
