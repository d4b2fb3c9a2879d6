"""Every file of an index, damaged: a sample of `python -m tests.damage`, which does all of it."""

from collections import Counter

from tests.damage import outcomes


def test_no_damage_is_silent() -> None:
    """Whatever is cut, zeroed, flipped, deleted or swapped: the answers are the same or refused with the remedy,
    `verify` names the file, and `repair`, with a run where articles are lost, brings it back.
    """
    seen = list(outcomes(flips=2, every=6))

    assert [(one.damage.file, one.damage.what, one.wrong) for one in seen if one.wrong] == []
    of_database = [one for one in seen if one.damage.file == "index.sqlite3"]
    assert Counter(one.read for one in of_database) == {"refused": len(of_database)}
    assert all(one.found for one in of_database)
