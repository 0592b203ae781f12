"""Every letter about accounts is written in every version, with a link that opens."""

import pytest

from portal.kernel.accounts.notices import NOTICES
from portal.kernel.words import speaking
from tests.support.browser import Browser

DATA = {
    "name": "Љубица Ђурић",
    "token": "a-token",
    "roles": ["clerk", "moderator"],
    "device": "Firefox|Android",
    "at": "2026-11-23T09:00:00+00:00",
}


@pytest.mark.parametrize("kind", NOTICES)
def test_a_letter_is_whole_in_every_version(kind, db):
    for version in ("sr", "lat", "en"):
        with speaking(version):
            letter = NOTICES[kind](DATA)
        text = " ".join([letter.subject, letter.greeting, *letter.paragraphs, *(letter.after or [])])
        assert "%(" not in text
        assert letter.paragraphs
        assert ("Ljubica Đurić" if version == "lat" else "Љубица Ђурић") in letter.greeting
        if letter.button:
            assert letter.button.url.startswith(f"http://localhost/{version}/nalog/")


@pytest.mark.parametrize("kind", NOTICES)
def test_the_button_of_a_letter_opens_a_page_and_does_nothing(kind, app, db):
    letter = NOTICES[kind](DATA)
    if letter.button:
        path = letter.button.url.removeprefix("http://localhost")
        Browser(app).opens(path, expects=404 if "a-token" in path else 200)
