"""A legal text is cut into its pieces, in Cyrillic, Latin and English headings, and not a word is lost."""

import io
from collections import Counter

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.features.debates.law.numbering import Kind, label, split
from portal.kernel.documents import Block, Style, read
from portal.kernel.paths import STARTER
from portal.kernel.texts import to_latin
from tests.kernel.documents.files import odt, saved

pytestmark = pytest.mark.one_engine

DRAFTS = [STARTER / f"demo_draft_{number}.txt" for number in (1, 2)]


def pieces_of(text):
    return split(read(text.strip().encode(), "").blocks)


def labels(text, language="sr"):
    pieces = pieces_of(text)
    return [label(pieces, place, language) for place in range(len(pieces))]


ACT = """
На основу члана 32. Закона, Скупштина општине доноси
О Д Л У К У
о реду
ДЕО ПРВИ
ОСНОВНЕ ОДРЕДБЕ
Глава I
ОПШТЕ ОДРЕДБЕ
Одељак 1. Предмет
Предмет одлуке
Члан 1.
Овом одлуком уређује се ред.
Ред обухвата:
1) чистоћу:
(1) улица;
(2) тргова;
2) мир:
– ноћни;
– дневни.
Трећи став.
Члан 1а
Члан 1. ове одлуке примењује се и на посетиоце.
Члан 2. ст. 1. и 2. примењују се сходно.
Број: 06-1/2026
У Граду, 1. маја 2026. године
ПРЕДСЕДНИК СКУПШТИНЕ
ПРИЛОГ 1
СПИСАК УЛИЦА
1. Прва улица
ОБРАЗЛОЖЕЊЕ
I. ПРАВНИ ОСНОВ
Правни основ је закон.
"""


def test_serbian_drafting():
    assert labels(ACT) == [
        "Уводни део", "Наслов „ОДЛУКУ“", "Наслов „о реду“", "Део први", "Глава I", "Одељак 1", "Члан 1", "Члан 1, став 1",
        "Члан 1, став 2", "Члан 1, став 2, тачка 1)", "Члан 1, став 2, тачка 1), подтачка (1)",
        "Члан 1, став 2, тачка 1), подтачка (2)", "Члан 1, став 2, тачка 2)", "Члан 1, став 2, тачка 2), алинеја 1",
        "Члан 1, став 2, тачка 2), алинеја 2", "Члан 1, став 3", "Члан 1а", "Члан 1а, став 1", "Члан 1а, став 2", "Потпис",
        "Прилог 1", "Прилог 1, тачка 1", "Образложење", "Образложење, глава I", "Образложење, став 1",
    ]  # fmt: skip


def test_the_same_in_latin_letters():
    assert [p.kind for p in pieces_of(to_latin(ACT))] == [p.kind for p in pieces_of(ACT)]
    assert labels(to_latin(ACT), "lat") == [to_latin(each) for each in labels(ACT)]


def test_english_headings_and_names():
    text = """Part One
    GENERAL PROVISIONS
    Chapter II
    CLEANLINESS
    Subject matter
    Article 7
    (1) This decision regulates order.
    (2) Order covers:
    1) cleanliness;
    2) peace.
    (3) Article 6 of this decision applies.
    Annex 1
    LIST OF STREETS
    First street."""
    assert labels(text, "en") == [
        "Part 1", "Chapter II", "Article 7", "Article 7, paragraph 1", "Article 7, paragraph 2", "Article 7, paragraph 2, point 1)",
        "Article 7, paragraph 2, point 2)", "Article 7, paragraph 3", "Annex 1", "Annex 1, paragraph 1",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["Члан 7.", "Члан 7", "Чл. 7", "ЧЛАН 7.", "Č l a n 7.", "Član 7.", "Article 7", "Члан 7. "])
def test_heads_of_articles(line):
    assert [(p.kind, p.number) for p in pieces_of(f"{line}\nТекст става.")] == [(Kind.ARTICLE, "7"), (Kind.PARAGRAPH, "1")]


@pytest.mark.parametrize(
    "line", ["Члан 7. ове одлуке примењује се.", "Чл. 7, 8. и 9. престају да важе.", "Члан 7. став 2. мења се и гласи:", "Члан 7–9. примењују се."]
)
def test_sentences_that_speak_of_articles_are_no_heads(line):
    assert [p.kind for p in pieces_of(f"Члан 6.\n{line}")] == [Kind.ARTICLE, Kind.PARAGRAPH]


def test_headings_above_under_and_beside_their_article():
    above = pieces_of("Предмет\nЧлан 1.\nТекст.\nИзрази\nЧлан 2.\nТекст.")
    under = pieces_of("Члан 1.\nПредмет\nТекст.\nЧлан 2.\nИзрази\nТекст.")
    beside = pieces_of("Члан 1. Предмет\nТекст.\nЧлан 2. – Изрази\nТекст.")
    inside = pieces_of("Члан 1. Овом одлуком уређује се ред.\nЧлан 2. Ред је мир.")
    for pieces in (above, under, beside):
        assert [(p.kind, p.number, p.heading) for p in pieces if p.kind is Kind.ARTICLE] == [
            (Kind.ARTICLE, "1", "Предмет"),
            (Kind.ARTICLE, "2", "Изрази"),
        ]
        assert len(pieces) == 4
    assert [(p.kind, p.text) for p in inside][:2] == [(Kind.ARTICLE, "Члан 1."), (Kind.PARAGRAPH, "Овом одлуком уређује се ред.")]


def test_roman_numbers_typed_in_cyrillic():
    assert next((p.kind, p.number) for p in pieces_of("ГЛАВА ХII\nКАЗНЕ\nЧлан 1.\nТекст.")) == (Kind.CHAPTER, "XII")


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.stem)
def test_a_whole_decision_of_64_articles(draft):
    pieces = split(read(draft.read_bytes(), draft.name).blocks)
    counted = Counter(p.kind for p in pieces)
    assert [p.number for p in pieces if p.kind is Kind.ARTICLE] == [str(number) for number in range(1, 65)]
    assert counted[Kind.PART] == 4 and counted[Kind.ANNEX] == 2 and counted[Kind.RATIONALE] == counted[Kind.SIGNATURE] == 1
    assert counted[Kind.PARAGRAPH] > 150 and counted[Kind.POINT] > 60 and counted[Kind.INDENT] > 5 and counted[Kind.SUBPOINT] == 4
    names = [label(pieces, place) for place, p in enumerate(pieces) if p.kind is not Kind.HEADING]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_the_decision_is_cut_alike_from_word_from_open_document_and_from_text():
    lines = DRAFTS[0].read_text(encoding="utf-8").splitlines()
    document, stream = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    plain = split(read(DRAFTS[0].read_bytes(), "nacrt.txt").blocks)
    assert split(read(stream.getvalue(), "nacrt.docx").blocks) == plain
    assert split(read(saved(odt(*lines)), "nacrt.odt").blocks) == plain


WORDS = st.sampled_from(
    ["Члан", "1.", "2", "7а", "Глава", "I", "IV", "ДЕО", "ПРВИ", "Прилог", "ОБРАЗЛОЖЕЊЕ", "1)", "(1)", "(2)", "а)", "–", "-", "1.", "став", "тачка", "Предмет", "одлуке", "текст,", "став;", "крај.", ":", "„Наслов“", "ПРЕДСЕДНИК", "Број:", "На", "основу", "Article", "Chapter", "Odeljak", "X.", "ОПШТЕ", "ОДРЕДБЕ", "У", "Граду,", "године"]
)
LINES = st.one_of(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.text(min_size=1, max_size=40))
BLOCKS = st.builds(
    lambda text, style, number: Block(text=text, style=style, number=number if style is Style.ITEM else ""),
    LINES, st.sampled_from(Style), st.sampled_from(["", "1)", "–", "I."]),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, max_size=25))
def test_never_a_word_is_lost(blocks):
    pieces = split(blocks)
    assert " ".join(p.text for p in pieces).split() == " ".join(b.shown for b in blocks).split()
    for place, piece in enumerate(pieces):
        assert piece.parent is None or (piece.parent < place and pieces[piece.parent].level < piece.level)
        assert label(pieces, place, "sr") and label(pieces, place, "en")
