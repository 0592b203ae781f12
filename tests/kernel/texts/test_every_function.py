"""What holds for the whole room: no text makes a function fail, and none keeps it busy."""

from collections.abc import Callable

import pytest
from hypothesis import given

from portal.kernel import texts as room
from tests.kernel.texts.samples import HOSTILE, texts

pytestmark = pytest.mark.one_engine

FUNCTIONS: dict[str, Callable[[str], object]] = {
    "to_latin": room.to_latin,
    "html_to_latin": room.html_to_latin,
    "to_cyrillic": room.to_cyrillic,
    "fold": room.fold,
    "search_keys": room.search_keys,
    "query_keys": room.query_keys,
    "highlight": lambda text: room.highlight(text, text),
    "excerpt": lambda text: room.excerpt(text, text),
    "sanitize": room.sanitize,
    "rich_text": room.rich_text,
    "plain_words": room.plain_words,
    "clean_line": room.clean_line,
    "clean_text": room.clean_text,
    "paragraphs": room.paragraphs,
    "script_of": room.script_of,
    "mixed_words": room.mixed_words,
    "personal_data": room.personal_data,
    "has_unseen": room.has_unseen,
    "redact": lambda text: room.redact(text, [(0, len(text)), (1, 2)]),
    "sort_key_cyrillic": room.sort_key_cyrillic,
    "sort_key_latin": room.sort_key_latin,
    "shingles": room.shingles,
    "initials": room.initials,
}


def test_no_public_function_is_forgotten_here() -> None:
    assert set(FUNCTIONS) == set(room.__all__) - {"Finding", "similarity"}


@pytest.mark.parametrize("name", FUNCTIONS)
@given(text=texts)
def test_no_text_makes_it_fail(name: str, text: str) -> None:
    FUNCTIONS[name](text)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_finishes_on_hostile_text(name: str, hostile: str) -> None:
    """No clock is asked: a quadratic step on such a text takes minutes, and somebody will notice."""
    FUNCTIONS[name](HOSTILE[hostile])
