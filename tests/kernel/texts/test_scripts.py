"""Cyrillic and Latin: the measured cases, and what holds for every text."""

import re

import pytest
from hypothesis import given

from portal.kernel.texts import mixed_words, script_of, to_cyrillic, to_latin
from tests.kernel.texts.samples import SERBIAN, cases, likely_text

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(("cyrillic", "latin"), cases("cyrillic-to-latin-cases.tsv"))
def test_cyrillic_is_written_in_latin_as_measured(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(("latin", "cyrillic"), cases("latin-to-cyrillic-cases.tsv"))
def test_latin_is_offered_in_cyrillic_as_measured(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


def test_no_serbian_letter_is_left_in_cyrillic() -> None:
    assert not re.search(f"[{SERBIAN}]", to_latin(f"{SERBIAN} {SERBIAN[::-1]} ИНФО, Ђ. Љ. и Њ"))


@given(likely_text)
def test_no_serbian_letter_is_left_in_cyrillic_where_nothing_is_protected(text: str) -> None:
    unprotected = re.sub(r"[@<{%/.:]", " ", text)
    assert not re.search(f"[{SERBIAN}]", to_latin(unprotected))


@given(likely_text)
def test_a_latin_text_is_not_changed_again(text: str) -> None:
    assert to_latin(to_latin(text)) == to_latin(text)


@pytest.mark.parametrize(
    "untouched",
    [
        "инфо@ражањ.срб",
        "https://ражањ.срб/вести/љубав?x=њ",
        "www.ражањ.срб",
        "ражањ.срб",
        "razanj.rs/вести",
        "%(име)s",
        "{име}",
        "{{ име }}",
        '<a href="/вести" title="Вести">',
    ],
)
def test_addresses_and_placeholders_stay(untouched: str) -> None:
    assert to_latin(f"Питање: {untouched} и крај") == f"Pitanje: {untouched} i kraj"


@pytest.mark.parametrize(
    "text", ["а < б и в > г", "и/или", "12.5/хектар", "50% (попуст)", "{ово је шала}", "@ражањ"]
)
def test_ordinary_signs_protect_nothing(text: str) -> None:
    assert not re.search(f"[{SERBIAN}]", to_latin(text))


def test_letters_of_other_cyrillic_alphabets_stay() -> None:
    assert to_latin("Йод ѓ ќ ы") == "Йod ѓ ќ ы"


def test_a_latin_text_is_returned_as_it_is() -> None:
    text = "Skupština opštine " * 3
    assert to_latin(text) is text


@pytest.mark.parametrize(
    "word", ["инјекција", "конјунктура", "Танјуг", "надживети", "коњица", "свињурак", "Оџаци", "кањон"]
)
def test_a_word_survives_the_way_there_and_back(word: str) -> None:
    assert to_cyrillic(to_latin(word)) == word
    assert to_cyrillic(to_latin(word.upper())) == word.upper()


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("I. OPŠTE ODREDBE", "I. ОПШТЕ ОДРЕДБЕ"),
        ("VI STE OVDE", "ВИ СТЕ ОВДЕ"),
        ("glava VI zakona", "глава VI закона"),
        ("2020. g. i 3 kg", "2020. г. и 3 kg"),
        ("obrazac.pdf na razanj.rs", "obrazac.pdf на razanj.rs"),
        ("medju gradjanima, odjednom", "међу грађанима, одједном"),
        ("5 &nbsp; %s", "5 &nbsp; %s"),
        ("Gugl je Google, Facebook-a", "Гугл је Google, Facebook-а"),
    ],
)
def test_an_editor_is_offered_sensible_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "sr-Cyrl"),
        ("123 – !", "sr-Cyrl"),
        ("Где је вода?", "sr-Cyrl"),
        ("Gde je voda? Ј", "sr-Latn"),
        ("види https://primer.rs/neka-duga-adresa", "sr-Cyrl"),
    ],
)
def test_the_script_is_the_one_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_a_word_that_mixes_scripts_is_found_once() -> None:
    assert mixed_words("Нaчелник (Нaчелник) и eУправа") == ["Нaчелник", "eУправа"]


def test_words_of_one_script_beside_the_other_are_no_mixture() -> None:
    assert mixed_words("еУправа, ИТ-sektor, 5км, 10kW, UNOPS/општина, БиХ, инфо@razanj.rs") == []


def test_invisible_characters_do_not_hide_a_mixture() -> None:
    assert mixed_words("ид\u200biot") == ["ид\u200biot"]
