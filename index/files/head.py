"""What a web page's head says of its article: title, outlet, author, address, and the day it appeared."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from typing import Any

from index.articles.dates import full_dates
from index.articles.outlets import host_of, outlet_by_name
from index.articles.phrases import key, keys
from index.articles.sources import site_in_title
from index.files.data import Metadata
from index.files.legacy import composed
from index.files.markup import apart_from_site
from index.files.markup_names import meta_names

EARLIEST = 1997  # the first Vietnamese newspaper on the web; an earlier day is a placeholder
LONGEST = 1000  # characters of a statement that are read
NAME = 60  # characters of the longest list of authors
MOST_NODES = 500  # objects of JSON-LD that are looked at; a page has some five
VIETNAM = timedelta(hours=7)

_ARTICLES = frozenset(
    {"newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting"}
    | {"liveblogposting", "report", "webpage", "interview"}
)
_STAMP = re.compile(
    r"\s*(\d{4}-\d\d?-\d\d?)[T ]{1,2}(\d\d?:\d\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?\s*\Z",
    re.IGNORECASE,
)
_UTC = frozenset({"Z", "UTC", "GMT", "+00:00", "+0000", "-00:00", "-0000"})
_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{6,40})"')
_HALF_DAY = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)
_SITES = (
    "bao dien tu ",
    "trang thong tin ",
    "cong thong tin ",
    "tap chi dien tu ",
    "trang tin ",
)  # what names of sites begin with
_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page states about itself: its <title>, language, <meta> by name, JSON-LD, addresses and datePublished."""

    title: str | None
    language: str
    metas: Mapping[str, Sequence[str]]
    scripts: Sequence[str]
    addresses: Sequence[str]
    stamps: Sequence[str]

    def stated(self, field: str) -> Iterator[str]:
        """What the <meta> elements of a field say, the best first."""
        return (value for name in meta_names(field) for value in self.metas.get(name, ()) if value)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a head states, read: possible titles, and the record's fields; `days` as written and in the site's zone."""

    titles: tuple[str, ...]
    site: str | None
    author: str | None
    days: tuple[date, date] | None
    url: str | None
    text: str | None
    name: str | None  # the site that the <title> names

    def metadata(self, headline: str | None, seen: Collection[date]) -> Metadata:
        """The record as the page states it; of two days either side of midnight the one that the page shows."""
        title = headline or next(iter(self.titles), None)
        published = None
        if self.days:
            written, local = self.days
            published = written if written in seen and local not in seen else local
        named = self.name if headline is not None and key(headline) != key(self.name or "") else None
        return Metadata(title, self.site or named, self.author, published, self.url)


def stated(head: Head, shown: str, location: str | None) -> Stated:
    """What a page's head states; `shown` is some of its text, `location` the address it was saved from."""
    url = next((each for each in (*head.addresses, *head.stated("url"), location or "") if _is_article(each)), None)
    node = _article_node(head, url)
    site = next(filter(None, map(_clean, (*head.stated("source"), _name(node.get("publisher"))))), None)
    vietnamese = _is_vietnamese(head, url, shown)
    named = (*head.stated("title"), _text(node.get("headline")), head.title or "")
    titles = dict.fromkeys(apart_from_site(title, site, url) for title in map(_clean, named) if title)
    authors = (_names(node.get("author")), *head.stated("author"))
    author = next(filter(None, (_author(each, site, url) for each in authors)), None)
    text = _text(node.get("articleBody")) or None
    return Stated(tuple(titles), site, author, _days(head, node, vietnamese), url, text, _site_named(head.title))


def _site_named(title: str | None) -> str | None:
    """The outlet that a page's title is the name of, as old sites give every page, or ends with; None of any other."""
    words = _clean(title or "")
    if len(words) <= NAME and (outlet_by_name(words) or key(words).startswith(_SITES)):
        return words
    return site_in_title(words)


def _clean(text: str) -> str:
    """A stated text, composed, without entities said twice and needless white space."""
    return composed(" ".join(unescape(text[:LONGEST]).split()))


def _is_article(address: str) -> bool:
    """Whether an address is one of a page of a site, not of its front."""
    return (
        address.startswith(("http://", "https://"))
        and bool(host_of(address))
        and address.count("/") > 2
        and not (address.endswith("/") and address.count("/") == 3)
    )


def _is_vietnamese(head: Head, url: str | None, shown: str) -> bool:
    """Whether a page's days are those of Vietnam: by its site, its language, its letters."""
    if host_of(url or "").endswith(".vn") or head.language.lower().startswith("vi"):
        return True
    return 20 * len(_VIETNAMESE.findall(shown)) > len(shown)


# JSON-LD


def _article_node(head: Head, url: str | None) -> Mapping[str, Any]:
    """The JSON-LD object that describes the article: that of its address or title, else the first of its kind."""
    stated = (node for script in head.scripts for node in _nodes(script))
    nodes = [node for node in islice(stated, MOST_NODES) if _types(node) & _ARTICLES]
    titles = {key(title) for title in (*head.stated("title"), head.title or "")}
    ranked = sorted(nodes, key=lambda node: _fit(node, url, titles), reverse=True)
    merged: dict[str, Any] = {}
    for node in ranked[:2] if len(ranked) == 2 and "webpage" in _types(ranked[1]) else ranked[:1]:
        merged = dict(node) | merged
    return merged


def _fit(node: Mapping[str, Any], url: str | None, titles: Collection[str]) -> tuple[bool, bool, bool]:
    """How well a JSON-LD object fits the page."""
    page = node.get("mainEntityOfPage")
    address = _text(page.get("@id") if isinstance(page, dict) else page) or _text(node.get("url"))
    headline = key(_text(node.get("headline")))
    fits = bool(headline) and any(title.startswith(headline) for title in titles)
    return "webpage" not in _types(node), fits, bool(url) and address == url


def _nodes(script: str) -> Iterator[Mapping[str, Any]]:
    """The objects that a JSON-LD script states of its page, itself and those of its graph."""
    try:
        found = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        days = set(_PUBLISHED.findall(script))  # many a site forgets to escape the quotes of its headline
        if len(days) == 1:
            yield {"@type": "NewsArticle", "datePublished": days.pop()}
        return
    for node in found if isinstance(found, list) else [found]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (each for each in graph if isinstance(each, dict)) if isinstance(graph, list) else ()


def _types(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {kind.lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    """The name of a person or an organisation as JSON-LD gives it."""
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _names(value: object) -> str:
    """The names of one or several, with commas between them."""
    each = [_clean(_name(item)) for item in (value if isinstance(value, list) else [value])]
    return ", ".join(dict.fromkeys(filter(None, each)))


# Author


def _author(names: str, site: str | None, url: str | None) -> str | None:
    """The persons among the names, as written; None where none is one."""
    found = [name for name in re.split(r"\s?[,;]\s?", _clean(names)[: 4 * NAME]) if _is_person(name, site, url)]
    return ", ".join(dict.fromkeys(found)) or None


def _is_person(name: str, site: str | None, url: str | None) -> bool:
    """Whether a name can be a person's: no address, no account, no outlet."""
    words = key(name)
    if not 1 < len(name) <= NAME or len(words.split()) > 6 or any(mark in name for mark in "@/|:_") or "." in name[2:]:
        return False
    if not name[0].isupper() or any(map(str.isdecimal, name)) or words in keys("signature", "nobody"):
        return False
    outlets = {key(site or ""), *host_of(url or "").split(".")}
    return (
        words not in outlets
        and words.replace(" ", "") not in outlets
        and outlet_by_name(name) is None
        and not (words.startswith(("bao ", "tap chi ", "ban bien tap", "toa soan", "cong thong tin", "the editor")))
    )


# The day it appeared


def _days(head: Head, node: Mapping[str, Any], vietnamese: bool) -> tuple[date, date] | None:
    """The first day of publication that is stated; where `datePublished` is said of several things, none of these."""
    marked = {days for each in head.stamps if (days := day_of(each, vietnamese))}
    stamps = (_text(node.get("datePublished")), *head.stated("published"))
    first = next((days for stamp in stamps if (days := day_of(stamp, vietnamese))), None)
    return first or (marked.pop() if len(marked) == 1 else None)


def day_of(stamp: str, vietnamese: bool) -> tuple[date, date] | None:
    """The day of a stamp as written, and as the site's clock has it: seven hours on where a Vietnamese site gives UTC.

    >>> day_of("2024-03-12T18:30:00Z", vietnamese=True)
    (datetime.date(2024, 3, 12), datetime.date(2024, 3, 13))
    """
    moment, is_utc = _moment(stamp[:80], vietnamese)
    if moment is None or not EARLIEST <= moment.year < 2100:
        return None
    return moment.date(), (moment + VIETNAM if is_utc and vietnamese else moment).date()


def _moment(stamp: str, vietnamese: bool) -> tuple[datetime | None, bool]:
    """When a stamp says, on its own clock, and whether that is UTC; a day that could be read two ways is none."""
    if match := _STAMP.match(stamp):
        try:
            year, month, day, hour, minute = (int(number) for number in re.split("[-:]", f"{match[1]}-{match[2]}"))
            return datetime(year, month, day, hour, minute), (match[3] or "").upper() in _UTC
        except ValueError:
            return None, False
    if "," in stamp and ":" in stamp:
        try:
            parsed = parsedate_to_datetime(stamp)
            return parsed.replace(tzinfo=None), parsed.utcoffset() == timedelta(0)
        except (ValueError, TypeError, IndexError):
            pass
    found = next(full_dates(stamp), None)
    if found is None or (found.either_way and (not vietnamese or _HALF_DAY.search(stamp))):
        return None, False
    return datetime(found.day.year, found.day.month, found.day.day), False
