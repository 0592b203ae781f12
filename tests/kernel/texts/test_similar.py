"""Near duplicates are recognised in either script."""

import pytest
from hypothesis import given

from portal.kernel.texts import shingles, similarity, to_latin
from tests.kernel.texts.samples import texts

pytestmark = pytest.mark.one_engine

REPORT = "Пукла је цев у Улици Николе Пашића, вода тече низ пут већ три дана и нико не долази."


def test_the_same_report_in_the_other_script_is_the_same() -> None:
    assert similarity(shingles(REPORT), shingles(to_latin(REPORT).upper())) == 1.0


def test_a_changed_word_leaves_it_similar() -> None:
    assert 0.5 < similarity(shingles(REPORT), shingles(REPORT.replace("три", "пет"))) < 1.0


def test_another_report_is_not_similar() -> None:
    assert similarity(shingles(REPORT), shingles("Не ради расвета код школе, деца иду по мраку.")) == 0.0


def test_nothing_resembles_an_empty_text() -> None:
    assert shingles(" … ") == frozenset()
    assert similarity(shingles(""), shingles("")) == 0.0


def test_the_numbers_may_be_stored() -> None:
    """A change of this value makes all stored sets worthless."""
    assert shingles("Рупа на путу") == {4079985337}


@given(texts, texts)
def test_resemblance_is_mutual_and_between_none_and_all(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, a) == (1.0 if a else 0.0)
