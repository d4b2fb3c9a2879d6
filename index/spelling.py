"""Words that were mistyped: one letter left out, put in, changed, or two side by side swapped."""


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a single slip makes one word of the other (a Damerau–Levenshtein distance of 1).

    >>> [one_slip_apart("vientane", word) for word in ("vientiane", "vietnam", "vientane")]
    [True, False, False]
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    if len(one) != len(other):
        return rest[1:] == other_rest or rest == other_rest[1:]
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
