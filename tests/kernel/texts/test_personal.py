"""Personal data in public texts: found with few false alarms, and blacked out without moving anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.texts import personal_data, redact
from tests.kernel.texts.samples import texts

pytestmark = pytest.mark.one_engine

PERSONAL_NUMBER = "0101000730000"


def account(bank: int, number: int) -> str:
    """Make an account with the right check digits, as the national bank prescribes: 98 − N mod 97."""
    return f"{bank}-{number}-{98 - int(f'{bank}{number:013d}00') % 97:02d}"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, text[found.start : found.end]) for found in personal_data(text)]


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("jmbg", PERSONAL_NUMBER),
        ("phone", "037/841-123"),
        ("phone", "(037) 841 123"),
        ("phone", "064 123 4567"),
        ("phone", "0641234567"),
        ("phone", "+381 37 841-123"),
        ("phone", "00381641234567"),
        ("phone", "+381 (0)64 123-45-67"),
        ("email", "pera.peric+x@primer.co.rs"),
        ("email", "инфо@ражањ.срб"),
        ("account", account(160, 123456)),
        ("account", account(840, 742151843)),
        ("account", account(205, 9001234567890).replace("-", "")),
        ("account", "RS35" + account(205, 9001234567890).replace("-", "")),
        ("plate", "RA-123-AB"),
        ("plate", "РА 1234-ЏЉ"),
        ("plate", "ŠA-012-ĐČ"),
    ],
)
def test_personal_data_is_found_in_a_sentence(kind: str, piece: str) -> None:
    assert kinds(f"Моје је {piece}, хвала.") == [(kind, piece)]


@pytest.mark.parametrize(
    "harmless",
    [
        "0101000730001",
        "3113000730000",
        "3002000730002",
        "1" + PERSONAL_NUMBER,
        "091-2/20-11",
        "број 011-123/2020-01",
        "12.000.000,00 динара",
        "13.10.2020. у 10:00",
        "160-123456-00",
        "08123456",
        "112 и 192",
        "37215 Ражањ",
        "члан 32-А",
        "ISO 9001",
        "вода@",
    ],
)
def test_other_numbers_are_no_personal_data(harmless: str) -> None:
    assert kinds(f"Види {harmless}, хвала.") == []


def test_findings_stand_in_order_and_apart() -> None:
    text = f"a@b.rs {PERSONAL_NUMBER} 0641234567@primer.rs 037/841-123"
    assert [kind for kind, _ in kinds(text)] == ["email", "jmbg", "email", "phone"]


@given(texts)
def test_findings_never_overlap(text: str) -> None:
    end = 0
    for found in personal_data(text + " 037841123 " + text):
        assert end <= found.start < found.end
        end = found.end


def test_a_span_is_blacked_out_in_place() -> None:
    assert redact("тел. 037\n841", [(5, 12)]) == "тел. ███\n███"


def test_spans_may_overlap_and_reach_beyond_the_text() -> None:
    assert redact("абвгд", [(3, 99), (-5, 1), (2, 4), (4, 2)]) == "█б███"
    assert redact("абв", []) == "абв"


spans = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6)


@given(texts, spans)
def test_blacking_out_keeps_the_length_and_the_lines(text: str, spans: list[tuple[int, int]]) -> None:
    black = redact(text, spans)
    assert len(black) == len(text)
    assert [place for place, sign in enumerate(black) if sign == "\n"] == [
        place for place, sign in enumerate(text) if sign == "\n"
    ]
    covered = {place for start, end in spans for place in range(max(0, start), min(end, len(text)))}
    assert all(text[place] == black[place] for place in range(len(text)) if place not in covered)
    assert all(black[place] in "█\n\r\x0b\x0c\x85\u2028\u2029" for place in covered)
