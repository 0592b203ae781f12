"""Lists in the order of the Serbian alphabets, in databases that know neither."""

import sqlite3

import pytest
from hypothesis import given

from portal.kernel.texts import sort_key_cyrillic, sort_key_latin, to_latin
from portal.kernel.texts.letters import words
from tests.kernel.texts.samples import texts

pytestmark = pytest.mark.one_engine

AZBUKA = words(
    "Ана Бања Ваљево Грот Деда Ђак Ељ Жаба Зуб Иван Јован Клот Лист Љуба Мост Нис Њива Обод Пут Рак Сат Тон Ћуп "
    "Уж Фес Хор Цар Чуо Џеп Шут"
)
ABECEDA = words(
    "Ana Banja Car Čuo Ćup Deda Džep Đak Elj Fes Grot Hor Ivan Jovan Klot List Ljuba Most Nis Njiva Obod Put Rak "
    "Sat Šut Ton Už Valjevo Zub Žaba"
)
HARD_LATIN = ["in", "injekcija", "inženjer", "inje", "konac", "konjunktura", "konj", "konjic", "lud", "lž", "ljudi",
              "nad", "nadzor", "nadživeti", "nadžak", "nož", "nula", "njiva"]  # fmt: skip


def test_a_cyrillic_list_follows_the_azbuka() -> None:
    assert sorted(set(AZBUKA), key=sort_key_cyrillic) == list(AZBUKA)


def test_a_latin_list_follows_the_abeceda() -> None:
    assert sorted(set(ABECEDA), key=sort_key_latin) == list(ABECEDA)


def test_letters_that_only_meet_are_sorted_apart() -> None:
    assert sorted(set(HARD_LATIN), key=sort_key_latin) == HARD_LATIN


def test_both_spellings_of_a_word_have_the_same_keys() -> None:
    for word in [*AZBUKA, "инјекција", "коњ", "ЉУБАВ", "Џ"]:
        assert sort_key_cyrillic(word) == sort_key_cyrillic(to_latin(word))
        assert sort_key_latin(word) == sort_key_latin(to_latin(word))


@pytest.mark.parametrize("key", [sort_key_cyrillic, sort_key_latin])
@pytest.mark.parametrize(
    "ordered",
    [
        ["Нови Брачин", "Новица"],
        ["члан 2", "члан 10", "члан 100"],
        ["Ана", "Анастасија"],
        ["2020", "Ана", "Шут", "Ωmega"],
        ["Стари-Брачин", "Стари Пут", "Старина"],
    ],
)
def test_words_numbers_and_blanks_stand_where_people_look(key, ordered: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert sorted(set(ordered), key=key) == ordered


def test_capitals_quotes_and_accents_do_not_count() -> None:
    assert (
        len(
            {sort_key_cyrillic(word) for word in ["Народна", "„НАРОДНА“", "нáродна", "narodna", "  Народна!"]}
        )
        == 1
    )


def test_a_database_that_knows_only_bytes_sorts_right() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("create table word (word text, key text)")
    database.executemany(
        "insert into word values (?, ?)", [(word, sort_key_latin(word)) for word in reversed(ABECEDA)]
    )
    assert [word for (word,) in database.execute("select word from word order by key")] == list(ABECEDA)
    database.close()


@given(texts)
def test_a_key_is_printable_ascii(text: str) -> None:
    for key in (sort_key_cyrillic(text), sort_key_latin(text)):
        assert key.isascii()
        assert key.isprintable()
