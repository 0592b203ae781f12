"""What citizens type is tidied without loss, and shown with links."""

import re
import unicodedata

import pytest
from hypothesis import given

from portal.kernel.texts import clean_line, clean_text, initials, paragraphs
from tests.kernel.texts.samples import texts

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  а\r\nб\rв  ", "а\nб\nв"),
        ("c\u0301uprija", "ćuprija"),
        ("а\x00б\x07в\x9fг\tд", "абвг\tд"),
        ("а\ud800б", "аб"),
        ("а\u202eб\u2066в\u200eг", "абвг"),
        ("ид\u200bи\u200dо\ufeffт\u00ad", "идиот"),
        ("а\n\n\n\nб", "а\n\nб"),
        ("а\n \n\t\n \nб", "а\n\nб"),
        ("а\n\nб", "а\n\nб"),
        ("а  \nб", "а\nб"),
        ("а\u2028б\x85в", "а\nб\nв"),
        ("👍 ❤️", "👍 ❤️"),
        ("   ", ""),
    ],
)
def test_typed_text_is_stored_tidily(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


def test_a_line_is_one_line() -> None:
    assert clean_line(" Рупа\r\nна\tпуту\u00a0\n") == "Рупа на путу"


@given(texts)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(texts)
def test_nothing_invisible_is_stored(text: str) -> None:
    bad = {"Cc", "Cs"}
    assert not [sign for sign in clean_text(text) if unicodedata.category(sign) in bad and sign not in "\n\t"]
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", clean_text(text))
    assert not re.search("\\s(?<! )", clean_line(text))


@given(texts)
def test_stored_text_can_be_written_as_utf_8(text: str) -> None:
    clean_text(text).encode("utf-8")


def test_blank_lines_part_paragraphs_and_line_ends_stay() -> None:
    assert paragraphs("а\nб\n \n\nв") == [[("а\nб", None)], [("в", None)]]
    assert paragraphs(" \n ") == []


def test_addresses_become_links_without_the_punctuation_after_them() -> None:
    assert paragraphs("Види (https://a.rs/x), пиши: инфо@ражањ.срб.") == [
        [
            ("Види (", None),
            ("https://a.rs/x", "https://a.rs/x"),
            ("), пиши: ", None),
            ("инфо@ражањ.срб", "mailto:инфо@ражањ.срб"),
            (".", None),
        ]
    ]


@pytest.mark.parametrize(
    "address", ["http://a.rs/x_(y)", "https://ражањ.срб/вести?a=1&b=2#c", "HTTPS://A.RS"]
)
def test_an_address_is_linked_whole(address: str) -> None:
    assert paragraphs(f"{address}!") == [[(address, address), ("!", None)]]


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "http://",
        "http://a@b.rs/",
        "http://a.rs\\x",
        "ftp://a.rs/x",
        "data:text/html,x",
        "http://" + "a" * 3000,
    ],
)
def test_what_is_no_safe_address_stays_text(text: str) -> None:
    assert all(link is None or link.startswith("mailto:") for run in paragraphs(text) for _, link in run)


@given(texts)
def test_paragraphs_lose_no_visible_character(text: str) -> None:
    shown = "".join(run for block in paragraphs(text) for run, _ in block)
    assert "".join(shown.split()) == "".join(re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text).split())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Марија Петровић", "М. П."),
        ("Ljiljana Džajić", "Lj. Dž."),
        ("ЉИЉАНА џајић", "Љ. Џ."),
        ("NJEGOŠ lj", "Nj. Lj."),
        ("ǈiljana Đ. Petrović-Jović", "Lj. Đ. P."),
        ("Dz\u030cemal", "Dž."),
        (" (Ана) – 2 ", "А."),
        ("", ""),
    ],
)
def test_a_name_is_shortened_in_its_own_script(name: str, short: str) -> None:
    assert initials(name) == short
