"""HTML in the Latin version: readers see Latin, machines see what they saw."""

import pytest
from hypothesis import given

from portal.kernel.texts import html_to_latin, sanitize, to_latin
from tests.kernel.texts.samples import texts

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("html", "latin"),
    [
        ("<p>Вести</p>", "<p>Vesti</p>"),
        ('<a href="/вести" title="Вести">Вести</a>', '<a href="/вести" title="Vesti">Vesti</a>'),
        ("<img alt='Слика' src='/слика.png'>", "<img alt='Slika' src='/слика.png'>"),
        ('<nav aria-label="Мени" data-x="Мени">', '<nav aria-label="Meni" data-x="Мени">'),
        ("<input placeholder=Име value=Име>", "<input placeholder=Ime value=Име>"),
        ('<input type="submit" value="Пошаљи">', '<input type="submit" value="Pošalji">'),
        ('<input type="text" value="Пошаљи">', '<input type="text" value="Пошаљи">'),
        ('<button value="да">Да</button>', '<button value="да">Da</button>'),
        ("<option>Ражањ</option>", "<option>Ражањ</option>"),
        ('<option value="1">Ражањ</option>', '<option value="1">Ražanj</option>'),
        ("<p title=\"а > б\">в</p>", "<p title=\"a > b\">v</p>"),
        ("Вест&nbsp;&mdash;&nbsp;крај", "Vest&nbsp;&mdash;&nbsp;kraj"),
        ("а < б", "a < b"),
    ],
)  # fmt: skip
def test_what_is_read_becomes_latin_and_what_is_sent_does_not(html: str, latin: str) -> None:
    assert html_to_latin(html) == latin


@pytest.mark.parametrize(
    "kept",
    [
        "<code>код</code>",
        "<pre>а\n<b>б</b></pre>",
        "<textarea>текст <b>б</b></textarea>",
        "<script>var а = '<b>љ</b>'</script>",
        "<style>.а::before{content:'љ'}</style>",
        '<p lang="en">Љ</p>',
        '<p lang="sr-Latn" title="љ">љ</p>',
        '<span translate="no">Вук <span>Караџић</span> љ</span>',
        '<div lang="ru"><div lang="sr">да</div>нет</div>',
        '<img lang="en" alt="љ">',
        "<!-- љубав -->",
        "<!doctype љ>",
    ],
)
def test_some_places_are_left_alone_and_the_next_one_is_not(kept: str) -> None:
    assert html_to_latin(f"<p>Љубав</p>{kept}<p>Љубав</p>") == f"<p>Ljubav</p>{kept}<p>Ljubav</p>"


@pytest.mark.parametrize("language", ["sr", "sr-Cyrl", "SR-CYRL", "sr-RS"])
def test_what_is_said_to_be_serbian_is_converted(language: str) -> None:
    assert html_to_latin(f'<p lang="{language}">Љ</p>') == f'<p lang="{language}">Lj</p>'


def test_capitals_see_their_neighbours_through_tags() -> None:
    assert (
        html_to_latin("<b>Љ</b>УБАВ, РАЖА<em>Њ</em>, <b>Љ</b>убав")
        == "<b>LJ</b>UBAV, RAŽA<em>NJ</em>, <b>Lj</b>ubav"
    )


def test_placeholders_of_a_textarea_are_read() -> None:
    html = '<textarea placeholder="Питање">питање</textarea>'
    assert html_to_latin(html) == '<textarea placeholder="Pitanje">питање</textarea>'


@pytest.mark.parametrize("html", ["а<p title='љ", "а<!-- љ", "а<script>љ", "а</p љ", "а<b љ"])
def test_what_never_closes_is_left_alone(html: str) -> None:
    assert html_to_latin(html) == "a" + html[1:]


def test_a_text_that_holds_our_private_character_is_converted_too() -> None:
    assert html_to_latin("а\ue000<b>б</b>") == "a\ue000<b>b</b>"


@given(texts)
def test_sanitised_text_without_markup_is_converted_like_plain_text(text: str) -> None:
    html = sanitize(text.replace("<", ""))
    assert html_to_latin(html) == to_latin(html)


@given(texts)
def test_a_latin_page_is_not_changed_again(html: str) -> None:
    assert html_to_latin(html_to_latin(html)) == html_to_latin(html)
