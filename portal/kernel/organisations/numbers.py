"""The two numbers an organisation is known by in the State's registers; pure functions.

PIB (порески идентификациони број): nine digits, the last one a check by ISO 7064, modulus 11,10, as in python-stdnum's
`stdnum.rs.pib`.

Registration number (матични број) of legal persons and entrepreneurs: eight digits, the last one a check by modulus 11
with the weights 2 7 6 5 4 3 2, as in https://github.com/oblakstudio/serbian-validators-php (`src/utils.php`, `mod11`).
That source takes no number whose check would be ten; the register does give such numbers, with a nought at the end (the
association 28191090 with PIB 109330851 is one), so they are taken here. Compared on 23 November 2026 with the numbers
that seven associations, a company and an entrepreneur publish of themselves: all agree, so associations are no exception.
"""

WEIGHTS = (2, 7, 6, 5, 4, 3, 2)


def is_pib(text: str) -> bool:
    """Tell whether a text is a PIB: nine digits, the last of which fits the others."""
    return _is_digits(text, 9) and int(text[-1]) == pib_check(text[:-1])


def is_registration_number(text: str) -> bool:
    """Tell whether a text is a registration number: eight digits, the last of which fits the others."""
    return _is_digits(text, 8) and int(text[-1]) == registration_check(text[:-1])


def pib_check(body: str) -> int:
    """Return the digit that belongs after the first eight of a PIB."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def registration_check(body: str) -> int:
    """Return the digit that belongs after the first seven of a registration number."""
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return (11 - rest) % 11 % 10


def _is_digits(text: str, size: int) -> bool:
    return len(text) == size and text.isascii() and text.isdecimal()
