"""Who publishes: the outlets of `words/outlets.toml`, by dateline code, by name, by address."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.articles.phrases import is_section, key, keys
from index.files.syllables import is_syllable
from index.folding import Word, fold, spelled, words

LABEL = 4  # letters of the shortest word that tells an outlet in the name of another's host
CODE = 24  # characters in the longest dateline code, "Suckhoedoisong.vn" with room

_DASH = r"\s{0,2}[-–—]"
_PLACE = r"(?:[^\W\d_][\w.]{0,14}[ ,]{1,2}){1,4}"
_OPENINGS = (
    re.compile(rf"\W{{0,2}}\(([^()\n]{{2,{CODE}}})\)"),  # (LĐTĐ) Ngày 8/8
    re.compile(
        rf"{_PLACE}(?:\d{{1,2}} )?\(([^()\n]{{2,{CODE}}})\){_DASH}"
    ),  # Hà Nội (TTXVN 8/8) -; HANOI, Oct. 26 (VNA) -
    re.compile(rf"([A-ZĐ][\w.+&]{{1,{CODE}}}){_DASH}"),  # VOV.VN - Sáng nay
)
_TOP_LEVEL = frozenset({"vn", "com", "net", "org", "info"})
_OWN_SITES = frozenset({"vn", "com", "net", "com.vn", "net.vn", "org.vn"})
_OFFICES = frozenset({"gov", "edu", "ac"})  # their papers and pages have names of their own
_STORES = re.compile(r"cdn|image|img|media|photo|static")
_HOST = re.compile(r"https?://(?:[^\s/@]{1,100}@)?([\w.-]{3,100})", re.IGNORECASE)
_KINDS = (  # what kind of outlet a name is of, longest first: of "Báo điện tử Vùng Cao" the name is Vùng Cao
    *("trang thông tin điện tử", "trang tin điện tử", "trang thông tin", "thông tin điện tử", "trang tin"),
    *("tạp chí trực tuyến", "báo trực tuyến", "tạp chí"),
    *("điện tử", "báo", "đài", "online"),
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A newspaper, agency or broadcaster; `quoted` where other outlets print it, `gathers` where it prints others.

    `shared` where its name is also that of whom it belongs to.
    """

    name: str
    codes: tuple[str, ...]
    domains: tuple[str, ...]
    also: tuple[str, ...]
    quoted: bool = False
    gathers: bool = False
    shared: bool = False

    @property
    def publishes(self) -> bool:
        """Whether what bears its name was published by it, neither only written nor only gathered."""
        return not self.quoted and not self.gathers


@cache
def outlets() -> tuple[Outlet, ...]:
    """All known outlets, in the order of the file."""
    table = tomllib.loads((files("index") / "words" / "outlets.toml").read_text("utf-8"))
    return tuple(
        Outlet(
            row["name"],
            codes=tuple(row.get("codes", ())),
            domains=tuple(row.get("domains", ())),
            also=tuple(row.get("also", ())),
            quoted=row.get("quoted", False),
            gathers=row.get("gathers", False),
            shared=row.get("shared", False),
        )
        for row in table["outlet"]
    )


def outlet_by_code(paragraph: str) -> Outlet | None:
    """The outlet whose dateline code opens a paragraph.

    >>> [outlet_by_code(text).name for text in ("(LĐTĐ) Ngày 8/8, …", "TPO - Sáng nay, …")]
    ['Lao Động Thủ Đô', 'Tiền Phong']
    """
    for opening in _OPENINGS:
        if match := opening.match(paragraph):
            written = match[1]
            first = re.split(r"[\d\s/,-]", written, maxsplit=1)[0]
            found = _codes().get(_code(written)) or _codes().get(_code(first))
            if found and (opening is not _OPENINGS[-1] or _is_acronym(written)):
                return found
    return None


def site_by_code(paragraph: str) -> str | None:
    """The site that a paragraph's dateline code names, known or not: "(Baodaklak.vn) - …"; None for any other code."""
    match = _OPENINGS[0].match(paragraph)
    host = host_of(f"https://{match[1]}") if match else ""
    return host if "." in host and host.rpartition(".")[2] in _TOP_LEVEL else None


def outlet_by_name(name: str) -> Outlet | None:
    """The outlet of that name, "Báo", "điện tử" and the like aside; None where it is not known.

    Written with marks it has to be that outlet's with these: Hải quân is not Hải quan.

    >>> outlet_by_name("Báo Nhân dân điện tử").name, outlet_by_name("từ Chính phủ")
    ('Nhân Dân', None)
    """
    written = _spelled(name)
    return _spelled_names().get(written) or (_names().get(_name(name)) if written.isascii() else None)


def name_with_marks(name: str, outlet: Outlet) -> str:
    """The one of an outlet's names that a name is, as it is written."""
    return next((each for each in (outlet.name, *outlet.also) if _name(each) == _name(name)), outlet.name)


def outlet_by_address(url: str) -> Outlet | None:
    """The outlet whose site an address is on."""
    host = host_of(url)
    while "." in host:
        if host in _domains():
            return _domains()[host]
        host = host.partition(".")[2]
    return None


def outlet_by_label(url: str) -> Outlet | None:
    """The outlet whose site's own word is a part of another host's: of a mirror, or of where its pictures lie.

    A short word counts only there, and none that is also a section's or a place's.

    >>> outlet_by_label("https://nld.mediacdn.vn/a.jpg").name, outlet_by_label("https://laodong.lamdong.gov.vn/a")
    ('Người Lao Động', None)
    """
    host = host_of(url)
    if _OFFICES & set(host.split(".")):
        return None
    least = 3 if _STORES.search(host) else LABEL
    parts = re.split(r"[.-]", host.rpartition(".")[0])
    return next((_labels()[part] for part in parts if len(part) >= least and part in _labels()), None)


def is_code(text: str) -> Outlet | None:
    """The outlet whose code is the whole of a text, as it is written: "SGGPO"."""
    code = text.strip(" ()-–—*|.")
    found = _codes().get(_code(code)) if len(code) >= 3 and _is_acronym(code) else None
    return found if found and code in found.codes else None


def host_of(url: str) -> str:
    """The site an address is on, in lower case, without "www."; empty where it is no web address.

    >>> host_of("https://www.thoidai.com.vn/a.html")
    'thoidai.com.vn'
    """
    match = _HOST.match(url)
    return match[1].lower().removeprefix("www.") if match else ""


def own_address(url: str) -> str:
    """The address that an article had where it was published; an archive keeps it behind its own.

    >>> own_address("https://web.archive.org/web/20171027/https://nhandan.vn/tin.html")
    'https://nhandan.vn/tin.html'
    """
    start = max(url.rfind("http://"), url.rfind("https://"))
    return url[start:] if start > 0 and url[start - 1] == "/" else url


def addresses(text: str) -> Iterator[str]:
    """The web addresses in a text, each up to its site's name."""
    return (match.group() for match in _HOST.finditer(text))


@cache
def _codes() -> Mapping[str, Outlet]:
    return {_code(code): outlet for outlet in reversed(outlets()) for code in outlet.codes}


@cache
def _labels() -> Mapping[str, Outlet]:
    """The first word of each publisher's domain, as "vnexpress" of "vnexpress.net"."""
    return {
        domain.partition(".")[0]: outlet
        for outlet in reversed(outlets())
        for domain in outlet.domains
        if outlet.publishes and domain.partition(".")[2] in _OWN_SITES
        if not is_section(outlet.name) and key(outlet.name) not in keys("signature", "places")
    }


@cache
def _names() -> Mapping[str, Outlet]:
    """Outlets by the name they go by; the first of the file wins a name that two share."""
    return {_name(name): outlet for outlet in reversed(outlets()) for name in (*outlet.also, outlet.name)}


@cache
def _spelled_names() -> Mapping[str, Outlet]:
    """The same with their marks."""
    return {_spelled(name): outlet for outlet in reversed(outlets()) for name in (*outlet.also, outlet.name)}


@cache
def _domains() -> Mapping[str, Outlet]:
    return {domain: outlet for outlet in outlets() for domain in outlet.domains}


def _code(text: str) -> str:
    """A code as it is compared: marks kept, since LĐ and LD differ; case and spaces are not."""
    return "".join(text.split()).casefold()


def _is_acronym(text: str) -> bool:
    """Whether a word can only be a code: VOV.VN and TPO can, Kinh in "Kinh - Lào" cannot."""
    return "." in text or sum(character.isupper() for character in text) > 1


def _name(text: str) -> str:
    """A name as it is compared: folded, without the words that say what kind of outlet it is."""
    return " ".join(word.folded for word in _own_words(text))


def _spelled(text: str) -> str:
    """The same with its marks."""
    return " ".join(spelled(word.text) for word in _own_words(text))


def _own_words(text: str) -> Sequence[Word]:
    """The words of a name without those of its kind, unless only one syllable would be left: Báo Mới is an outlet, and
    what stands under "Tin mới" is the latest news.
    """
    found = list(words(text.replace("+", " plus")))
    marked = not text.isascii()
    said = [spelled(word.text) if marked else word.folded for word in found]
    named: list[Word] = []
    place = 0
    while place < len(found):
        length = next((len(kind) for kind in _kinds(marked) if tuple(said[place : place + len(kind)]) == kind), 0)
        named += [] if length else [found[place]]
        place += length or 1
    if not named or (len(named) == 1 < len(found) and is_syllable(named[0].text.lower())):
        return found
    return named


@cache
def _kinds(marked: bool) -> tuple[tuple[str, ...], ...]:
    """The words of each kind of outlet, as spelled with marks or without any."""
    return tuple(tuple(map(spelled if marked else fold, kind.split())) for kind in _KINDS)
