"""Whether a text is plain words: no markup, no letters in disguise, no address and no quotation but the evidence's."""

import re
from collections.abc import Sequence
from unicodedata import normalize

_MARKUP = re.compile(r"<[/!?a-z]|\]\s?\(|!\[|\[[^\]]{0,80}\]:|&#?\w{1,12};|\{\{|\$\$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<!\w)(?:[a-z]{2,12}://|(?:javascript|vbscript|data|mailto|tel|file):)\S{1,300}"
    r"|[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:/\S{0,300})?|\S{1,64}@\S{1,200}",
    re.IGNORECASE,
)
_DISGUISED = re.compile(r"\s?[\[({]\s?(?:\.|dot|chấm)\s?[\])}]\s?", re.IGNORECASE)  # evil[.]example, evil (dot) example
_ORDINARY = "…²³½¼¾"  # what is written so in news and means no more than what it stands for
_AFTER_FIGURE = re.compile(r"(?<=\d)[²³]")
# Words between marks of quotation of any kind; a mark that is never closed opens a quotation to the end of the text,
# one that was never opened ends one from its beginning.
_QUOTED = re.compile(
    r"“([^“”]{0,600})”|[„‟]([^„“”]{0,600})[“”]|\"([^\"]{0,600})\"|＂([^＂]{0,600})＂|«([^«»]{0,600})»|‹([^‹›]{0,600})›"
    r"|「([^「」]{0,600})」|『([^『』]{0,600})』|”([^“”]{0,600})”"
    r"|(?<!\w)[‘‚‛]([^‘]{0,600}?)[’‘](?!\w)|(?<!\w)['’](?=[^\W\d])([^‘]{0,600}?)['’](?!\w)"
)
_LEFT_OPEN = re.compile(r"(?:[“„‟\"＂«‹「『]|(?<!\w)[‘‚‛]|(?<!\w)['’](?=[^\W\d]{3}))([^”»›」』]{0,900})")
_NEVER_OPENED = re.compile(r"^([^“„‟«‹「『”»›」』]{0,900}?)(?:[”»›」』]|'')")


def is_plain(text: str, evidence: Sequence[str]) -> bool:
    """Whether a text is one line of visible words, has no markup, and no letter in disguise or address but such as the
    evidence has.
    """
    if _MARKUP.search(text) or not text.isprintable():
        return False
    known = "\n".join(evidence)
    if any(sign not in known for sign in _disguised(text)):
        return False
    known = known.casefold()
    seen = _DISGUISED.sub(".", text)
    addresses = (found.group().rstrip(".,;:!?)”\"'").casefold() for found in _ADDRESS.finditer(seen))
    return all(address in known for address in addresses if _is_address(address))


def is_verbatim(text: str, evidence: Sequence[str]) -> bool:
    """Whether words in marks of quotation stand so in the evidence."""
    return all(has(words, evidence) for words in quotations(text))


def quotations(text: str) -> list[str]:
    r"""The words of a text that stand in marks of quotation, those around others after them.

    >>> quotations("He called it “a lie” and ‘a joke’, and the parties' \"deal")
    ['a lie', 'a joke', 'deal']
    >>> quotations("on “building the “new” city” alone")
    ['new', 'building the “new” city']
    """
    found = [next(filter(None, each), "") for each in _QUOTED.findall(text)]
    rest = _QUOTED.sub(lambda each: " " * len(each.group()), text)
    for pattern in (_LEFT_OPEN, _NEVER_OPENED):
        found += [text[slice(*each.span(1))] for each in pattern.finditer(rest)]
    return [words for words in (one.strip(" .,;:!?…") for one in found) if words]


def has(quoted: str, evidence: Sequence[str]) -> bool:
    """Whether some text has these words, its letters and marks the same; only the first may have another case."""
    ways = (quoted, quoted[:1].lower() + quoted[1:], quoted[:1].upper() + quoted[1:])
    return any(way in one for one in evidence for way in ways)


def _disguised(text: str) -> list[str]:
    """The signs of a text that stand for others: ９, ⑨, 𝟗, ⁹ for 9, and the one-dot leader for a full stop."""
    return [c for c in text if normalize("NFKC", c) != c and c not in _ORDINARY] + _AFTER_FIGURE.findall(text)


def _is_address(text: str) -> bool:
    """Whether dotted words are an address, not a number or initials: their last part is a word."""
    last = text.partition("/")[0].rpartition(".")[2]
    return ":" in text or "@" in text or "/" in text or (len(last) > 1 and last.isalpha())
