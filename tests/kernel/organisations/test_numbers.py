"""Numbers of registers are told from typing errors by their last digits."""

import pytest

from portal.kernel.organisations.numbers import is_pib, is_registration_number

pytestmark = pytest.mark.one_engine

PUBLISHED = [
    ("28836627", "115840443"),
    ("28758499", "115232786"),
    ("28046057", "107077984"),
    ("28407866", "115431587"),
    ("28257112", "110778653"),
    ("28355122", "113526376"),
    ("28191090", "109330851"),
    ("17273094", "100371248"),
    ("61812504", "105589582"),
]
"""What associations, a company and an entrepreneur publish of themselves."""


@pytest.mark.parametrize(("number", "pib"), PUBLISHED)
def test_numbers_that_registers_gave_are_taken(number, pib):
    assert is_registration_number(number) and is_pib(pib)


def test_a_registration_number_whose_check_would_be_ten_ends_in_a_nought():
    assert is_registration_number("28191090") and not any(is_registration_number(f"2819109{digit}") for digit in range(1, 10))


@pytest.mark.parametrize(("number", "pib"), PUBLISHED)
def test_one_wrong_digit_of_a_pib_always_shows(number, pib):
    for place, right in enumerate(pib):
        assert not any(is_pib(pib[:place] + str(digit) + pib[place + 1 :]) for digit in range(10) if str(digit) != right)


@pytest.mark.parametrize("text", ["", "1234567", "123456789012", "2883662a", "٢٨٨٣٦٦٢٧", "-8836627", "28 83662", "²8836627"])
def test_what_is_no_number_is_none(text):
    assert not is_registration_number(text) and not is_pib(text)
