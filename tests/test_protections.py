"""The list of protections is true of the program as it is: `python -m tests.protections` can take each of them out."""

import pytest

from tests.protections import ROOT, Protection, names_of_tests, protections

PROTECTIONS = protections()


def _function(test: str) -> str:
    """The name of the function that a test's id ends with; of a doctest the one that it stands in."""
    return test.partition("[")[0].rpartition(".")[2]


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda one: one.threat)
def test_a_protection_can_be_taken_out_and_has_its_tests(protection: Protection) -> None:
    """Its text stands once in its file, is another without it, and each of its tests exists."""
    text = (ROOT / protection.file).read_text("utf-8")
    named = [test.partition("::")[::2] for test in protection.tests]

    assert protection.taken_out(text) != text
    assert [name for path, name in named if _function(name) not in names_of_tests(ROOT / path)] == []
    assert named


def test_no_protection_is_listed_twice() -> None:
    """Each entry is another threat."""
    threats = [one.threat for one in PROTECTIONS]

    assert sorted(set(threats)) == sorted(threats)
