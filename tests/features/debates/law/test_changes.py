"""What changed between two wordings: word by word, with white space and script as they were typed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.features.debates.law.changes import How, is_empty, share_kept, words
from portal.kernel.texts import to_latin

pytestmark = pytest.mark.one_engine

TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(["члан", "7.", " ", "\n", "и", "rok", ",", "  ", "ће"]), max_size=60).map("".join))


def told(old, new, **more):
    return [(part.how.value, part.text) for part in words(old, new, **more)]


def test_words_that_stayed_came_and_went():
    assert told("Рок је 15 дана.", "Рок је најмање 30 дана.") == [
        ("same", "Рок је "), ("removed", "15"), ("added", "најмање 30"), ("same", " дана."),
    ]  # fmt: skip


def test_an_added_word_brings_its_blank():
    assert told("а в", "а б в") == [("same", "а"), ("added", " б"), ("same", " в")]


def test_letters_of_two_scripts_differ_even_where_they_look_alike():
    assert ("removed", "сат") in told("сат", "cat")


def test_a_wording_typed_in_latin_is_compared_by_words():
    old, new = "Пас се изводи на поводнику.", "Pas se uvek izvodi na povodniku."
    assert told(old, new, across_scripts=True) == [("same", "Pas se"), ("added", " uvek"), ("same", " izvodi na povodniku.")]


def test_an_empty_change_is_recognised():
    text = "Пас се изводи на поводнику."
    assert is_empty(text, text) and is_empty(text, f"  {text.replace(' ', '  ')}\n") and is_empty(text, to_latin(text))
    assert not is_empty(text, text.replace("Пас", "Псић")) and not is_empty(text, "")


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_both_wordings_can_be_put_together_again(old, new):
    parts = words(old, new)
    assert "".join(p.text for p in parts if p.how is not How.ADDED) == old
    assert "".join(p.text for p in parts if p.how is not How.REMOVED) == new
    assert all(p.text for p in parts)
    assert all(one.how is not other.how for one, other in zip(parts, parts[1:], strict=False))


@pytest.mark.parametrize("vocabulary", [2, 60, 4000])
def test_twenty_thousand_words(vocabulary):
    chance = random.Random(vocabulary)
    old = [f"р{chance.randrange(vocabulary)}" for _ in range(20_000)]
    new = [word if chance.random() > 0.02 else "ново" for word in old if chance.random() > 0.02]
    parts = words(" ".join(old), " ".join(new))
    assert share_kept(parts) > (0.9 if vocabulary > 2 else 0.0)
