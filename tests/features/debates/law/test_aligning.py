"""What became of each passage in the next version; a wrong place is never given silently, a doubt is said."""

import pytest

from portal.features.debates.law.aligning import How, Passage, align
from portal.features.debates.law.numbering import label, split
from portal.kernel.documents import read
from tests.features.debates.law.mock import two_versions
from tests.features.debates.law.test_numbering import DRAFTS

pytestmark = pytest.mark.one_engine

A, B, C = (
    "Пас се на површину јавне намене изводи на поводнику.",
    "Посуде за отпад постављају се на местима која одреди Одељење.",
    "Снег са тротоара уклања власник зграде у року од два сата.",
)
STOCK = "Надзор над применом овог члана врши комунална инспекција."


def passages(*texts, kind="paragraph"):
    return [Passage(f"{place}", kind, f"став {place}", text) for place, text in enumerate(texts)]


def told(old, new):
    return [(m.how.value, m.old) for m in align(passages(*old), passages(*new)).matches]


def test_same_edited_new_and_lost():
    result = align(passages(A, B, C), passages(A, "Све је другачије написано овде.", C.replace("два", "три")))
    assert [(m.how, m.old) for m in result.matches] == [(How.SAME, "0"), (How.NEW, None), (How.EDITED, "2")]
    assert result.lost == ("1",)
    assert 0.7 < result.matches[2].likeness < 1.0


def test_a_repeated_sentence_between_its_neighbours_is_the_same():
    assert told([A, STOCK, B, STOCK, C], [A, STOCK, B, STOCK, C]) == [("same", str(place)) for place in range(5)]


def test_which_of_two_equal_sentences_went_nobody_can_tell():
    assert told([A, STOCK, STOCK, B], [A, STOCK, B])[1][0] == "doubtful"
    assert told([A, STOCK, B], [A, STOCK, STOCK, B])[1][0] == told([A, STOCK, B], [A, STOCK, STOCK, B])[2][0] == "doubtful"


def test_a_passage_moved_with_its_neighbour():
    assert told([A, B, C, "Дрво се сече по одобрењу и уз сагласност суседа."], [C, "Дрво се сече по одобрењу и уз сагласност суседа.", A, B])[:2] in (
        [("moved", "2"), ("moved", "3")],
        [("same", "2"), ("same", "3")],
    )


def test_articles_without_a_heading_are_known_by_what_they_hold_and_not_by_their_number():
    def act(*texts):
        return [
            passage
            for number, text in enumerate(texts, 1)
            for passage in (Passage(f"{text[:3]} члан", "article", "", f"Члан {number}."), Passage(text[:3], "paragraph", "", text))
        ]

    result = align(act(A, B, C), act("Сасвим нов члан о расвети у селима.", A, B, C))
    assert [m.old for m in result.matches] == [None, None, "Пас члан", "Пас", "Пос члан", "Пос", "Сне члан", "Сне"]
    assert {m.how for m in result.matches[2:]} == {How.SAME}


def test_nothing_with_nothing():
    assert align([], []).matches == () and align(passages(A), []).lost == ("0",)
    assert align(passages("____", "—"), passages("____", "—")).lost == ()


@pytest.mark.parametrize("seed", range(6))
def test_a_mock_regulation_of_360_paragraphs(seed):
    """participation.md 2.5: 35 % boilerplate, 6 % inserted, 7 % deleted, 23 % edited, a block of five moved."""
    old, new, truth = two_versions(seed)
    matches = align(old, new).matches
    sure = [(m, true) for m, true in zip(matches, truth, strict=True) if m.how not in (How.DOUBTFUL, How.NEW)]
    assert [(m, true) for m, true in sure if m.old != true] == []
    assert len(sure) > 0.85 * len(new)
    assert sum(m.how is How.NEW and true is not None for m, true in zip(matches, truth, strict=True)) <= 1
    assert sum(m.how is How.DOUBTFUL for m in matches) < 0.13 * len(new)


@pytest.mark.slow
def test_a_hundred_mock_regulations():
    wrong = doubtful = passages = 0
    for seed in range(100, 200):
        old, new, truth = two_versions(seed)
        for match, true in zip(align(old, new).matches, truth, strict=True):
            passages += 1
            doubtful += match.how is How.DOUBTFUL
            wrong += match.how not in (How.DOUBTFUL, How.NEW) and match.old != true
    assert wrong / passages < 1 / 10_000, "a sentence deleted and the same one inserted in its place cannot be told apart"
    assert doubtful / passages < 0.09


def test_the_second_edition_of_the_decision():
    editions = []
    for path in DRAFTS:
        pieces = split(read(path.read_bytes(), path.name).blocks)
        editions.append([Passage(label(pieces, place), piece.kind, label(pieces, place), piece.text) for place, piece in enumerate(pieces)])
    result = align(*editions)
    became = {editions[1][m.new].label: m for m in result.matches}
    assert (became["Члан 6"].how, became["Члан 6"].old) == (How.MOVED, "Члан 52")
    assert [became[name].old for name in ("Члан 6, став 1", "Члан 6, став 2", "Члан 6, став 3")] == [f"Члан 52, став {n}" for n in (1, 2, 3)]
    assert became["Члан 14"].how is How.NEW and became["Члан 14, став 2"].how is How.NEW
    assert result.lost == ("Члан 25", "Члан 25, став 1", "Члан 25, став 2", "Члан 58, став 2")
    assert (became["Члан 40, став 1"].how, became["Члан 40, став 1"].old) == (How.SAME, "Члан 39, став 1")
    assert (became["Члан 49, став 3"].how, became["Члан 49, став 3"].old) == (How.EDITED, "Члан 48, став 3")
    assert sum(m.how is How.DOUBTFUL for m in result.matches) <= 2
