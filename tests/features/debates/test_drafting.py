"""How a draft is read in, corrected, compared, confirmed and published for good."""

import hashlib

import pytest

from portal.features.debates import actions, queries
from portal.features.debates.models import PassageKind, Proposal
from portal.features.debates.refusals.debates import (
    ChoiceNeeded,
    EditionPublished,
    EditionWaits,
    EmptyPassage,
    LineTaken,
    NoteNeeded,
    NothingToJoin,
    NothingToSplit,
    NotMapped,
)
from portal.kernel import audit
from portal.kernel.db import session
from portal.kernel.refusals import NotFound, Stale
from tests.features.debates.debating import DRAFT, LATER


def labels(passages):
    return [each.label for each in passages]


@pytest.fixture
def drafted(debating):
    """An edition that is prepared, beside another debate's."""
    debating.drafted(debating.prepared(title_sr="Туђи нацрт"))
    return debating.drafted(debating.prepared())


class TestReading:
    def test_articles_paragraphs_and_points_have_their_legal_addresses(self, debating, drafted):
        assert labels(debating.passages(drafted)) == [
            "Наслов „НАЦРТ ОДЛУКЕ О СНЕГУ“", "Глава I", "Члан 1", "Члан 1, став 1", "Члан 1, став 2", "Члан 2", "Члан 2, став 1",
            "Члан 2, став 1, тачка 1)", "Члан 2, став 1, тачка 2)", "Глава II", "Члан 3", "Члан 3, став 1",
        ]  # fmt: skip

    def test_one_version_is_prepared_at_a_time(self, debating):
        id = debating.prepared()
        debating.drafted(id)
        with pytest.raises(EditionWaits):
            debating.drafted(id)

    def test_a_page_says_beside_the_field_what_is_wrong_with_a_file(self, debating):
        id = debating.prepared()
        debating.clerk.opens(f"/sr/rasprave/sto/{id}/verzije/nova/")
        page = debating.clerk.submits(file=(b"%PDF-1.7 not a draft", "nacrt.docx"), expects=422)
        assert page.select_one("#file-error")
        page = debating.clerk.submits(pasted="", expects=422)
        assert page.select_one("#file-error")

    def test_pasted_text_is_read_like_a_file(self, debating):
        id = debating.prepared()
        debating.clerk.opens(f"/sr/rasprave/sto/{id}/verzije/nova/")
        page = debating.clerk.submits(pasted=DRAFT)
        assert page.select_one("h1").get_text(strip=True).endswith("1")
        assert len(page.select(".law__row")) == 12

    def test_one_that_was_never_published_can_be_deleted(self, debating, drafted):
        debating.does(actions.discard, drafted)
        assert debating.passages(drafted) == []
        assert debating.of(drafted) is None


class TestCorrecting:
    def test_a_passage_is_split_at_its_empty_lines(self, debating, drafted):
        passage = debating.passage(drafted, "Члан 1, став 1")
        said = actions.Correction(id=passage.id, kind=passage.kind, number="", heading="", text="Прва реченица.\n\nДруга реченица.")
        debating.does(actions.correct_passages, drafted, [said])
        debating.does(actions.split, drafted, passage.id)
        found = debating.passages(drafted)
        assert [each.text for each in found if each.label.startswith("Члан 1, став")] == [
            "Прва реченица.", "Друга реченица.", "Одлуке се држе сви.",
        ]  # fmt: skip
        assert [each.place for each in found] == list(range(1, 14))
        assert len({each.line for each in found}) == 13
        with pytest.raises(NothingToSplit):
            debating.does(actions.split, drafted, passage.id)

    def test_a_passage_is_joined_with_the_one_before(self, debating, drafted):
        debating.does(actions.join, drafted, debating.passage(drafted, "Члан 1, став 2").id)
        assert debating.passage(drafted, "Члан 1, став 1").text == "Овом одлуком уређује се чишћење снега.\nОдлуке се држе сви."
        with pytest.raises(NothingToJoin):
            debating.does(actions.join, drafted, debating.passages(drafted)[0].id)

    def test_passages_are_added_and_deleted_and_addresses_follow(self, debating, drafted):
        debating.does(actions.add, drafted, debating.passage(drafted, "Члан 1, став 1").id)
        assert debating.passage(drafted, "Члан 1, став 3").text == "Одлуке се држе сви."
        debating.does(actions.remove, drafted, debating.passage(drafted, "Члан 1, став 2").id)
        assert debating.passage(drafted, "Члан 1, став 2").text == "Одлуке се држе сви."

    def test_a_passage_without_words_and_a_foreign_one_are_refused(self, debating, drafted):
        passage = debating.passages(drafted)[3]
        empty = actions.Correction(id=passage.id, kind=PassageKind.PARAGRAPH, number="", heading="", text="")
        with pytest.raises(EmptyPassage):
            debating.does(actions.correct_passages, drafted, [empty])
        with pytest.raises(NotFound):
            debating.does(actions.join, drafted, debating.passages(drafted - 1)[2].id)

    def test_who_comes_second_is_told(self, debating, drafted):
        seen = debating.of(drafted).version
        debating.acts(lambda db, me: actions.correct_passages(db, drafted, [], by=me, seen=seen))
        with pytest.raises(Stale):
            debating.acts(lambda db, me: actions.correct_passages(db, drafted, [], by=me, seen=seen))

    def test_the_screen_saves_what_was_typed_before_it_does_what_a_button_says(self, debating):
        id = debating.prepared()
        drafted = debating.drafted(id)
        passage = debating.passage(drafted, "Члан 3, став 1")
        debating.clerk.opens(f"/sr/rasprave/sto/{id}/verzije/1/podela/")
        debating.clerk.submits(button="Подели: Члан 3, став 1", **{f"p{passage.id}-text": "Прво.\n\nДруго."})
        assert debating.passage(drafted, "Члан 3, став 2").text == "Друго."

    def test_the_screen_keeps_what_was_typed_where_it_is_refused(self, debating):
        id = debating.prepared()
        drafted = debating.drafted(id)
        one, other = (debating.passage(drafted, label).id for label in ("Члан 3, став 1", "Члан 1, став 1"))
        debating.clerk.opens(f"/sr/rasprave/sto/{id}/verzije/1/podela/")
        page = debating.clerk.submits(button="Сачувајте", expects=422, **{f"p{one}-text": "", f"p{other}-text": "Остаје."})
        assert "Остаје." in page.select_one(f"#p{other}-text").get_text()
        assert page.select_one(f".govuk-error-summary a[href='#p{one}-text']")


class TestPublishing:
    def test_passages_get_their_permanent_numbers_and_the_digest_stands_in_the_log(self, debating, drafted):
        debating.published(drafted)
        edition, passages = debating.of(drafted), debating.passages(drafted)
        assert [each.line for each in passages] == list(range(1, 13))
        assert edition.digest == hashlib.sha256(actions.canonical(edition, passages).encode()).hexdigest()
        with debating.app.app_context():
            line = session().query(audit.AuditLine).filter_by(act="debates.publish_edition").one()
            assert line.details["digest"] == edition.digest

    def test_nothing_in_a_published_one_can_be_changed(self, debating, drafted):
        debating.published(drafted)
        passage = debating.passages(drafted)[3].id
        said = actions.Correction(id=passage, kind=PassageKind.PARAGRAPH, number="", heading="", text="Подметнуто.")
        for verb, *what in (
            (actions.correct_passages, [said]), (actions.join, passage), (actions.split, passage), (actions.add, passage),
            (actions.remove, passage), (actions.discard,), (actions.compare,), (actions.confirm_past, {}), (actions.take_back_past,),
            (actions.publish_edition,),
        ):  # fmt: skip
            with pytest.raises(EditionPublished):
                debating.does(verb, drafted, *what)

    def test_one_read_from_tracked_changes_waits_for_the_choice(self, debating):
        id = debating.prepared()
        edition = debating.drafted(id, asides={"changes": [{"kind": "inserted"}], "chosen": ""})
        with pytest.raises(ChoiceNeeded):
            debating.published(edition)


class TestALaterVersion:
    @pytest.fixture
    def later(self, debating):
        id = debating.open()
        return debating.drafted(id, LATER)

    def test_needs_a_confirmed_past_and_a_public_note(self, debating, later):
        with pytest.raises(NotMapped):
            debating.acts(lambda db, me: actions.publish_edition(db, later, by=me, note_sr="Зато."))
        debating.mapped(later)
        with pytest.raises(NoteNeeded):
            debating.acts(lambda db, me: actions.publish_edition(db, later, by=me))

    def test_what_continues_keeps_its_number_and_what_is_new_gets_a_new_one(self, debating, later):
        debating.published(later)
        lines = {each.label: each.line for each in debating.passages(later)}
        assert (lines["Члан 1"], lines["Члан 2, став 1, тачка 1)"], lines["Члан 3"]) == (3, 8, 11)
        assert lines["Члан 2а"] > 12
        assert debating.debate(debating.of(later).debate_id).edition_id == later

    def test_a_clerk_may_say_otherwise_and_take_it_back(self, debating, later):
        debating.compared(later)
        passage = debating.passage(later, "Члан 1, став 2").id
        debating.does(actions.confirm_past, later, {passage: 5})
        debating.does(actions.confirm_sure, later)
        assert debating.acts(lambda db, _me: db.get(Proposal, passage).chosen_line) == 5
        debating.does(actions.take_back_past, later, [passage])
        assert debating.of(later).mapped_at is None
        debating.does(actions.confirm_past, later, {passage: None})
        assert debating.acts(lambda db, _me: db.get(Proposal, passage).chosen_line) is None

    def test_two_passages_never_continue_the_same_one(self, debating, later):
        debating.compared(later)
        one, other = (debating.passage(later, label).id for label in ("Члан 1, став 2", "Члан 2а, став 1"))
        with pytest.raises(LineTaken):
            debating.does(actions.confirm_past, later, {one: 5, other: 5})

    def test_a_passage_split_after_the_comparison_is_asked_for(self, debating, later):
        debating.mapped(later)
        passage = debating.passage(later, "Члан 3, став 1")
        said = actions.Correction(id=passage.id, kind=passage.kind, number="", heading="", text="Прво.\n\nДруго.")
        debating.does(actions.correct_passages, later, [said])
        debating.does(actions.split, later, passage.id)
        assert debating.of(later).mapped_at is None
        new = debating.passage(later, "Члан 3, став 2").id
        debating.does(actions.confirm_past, later, {new: None})
        debating.published(later)
        assert debating.passage(later, "Члан 3, став 2").before_line == debating.passage(later, "Члан 3, став 1").line

    def test_what_the_worker_found_is_dropped_where_the_text_has_changed_meanwhile(self, debating, later):
        debating.does(actions.compare, later)
        version = debating.of(later).version
        debating.does(actions.correct_passages, later, [])
        assert not debating.acts(lambda db, _me: actions.propose(db, later, version, []))

    def test_the_earlier_version_stays_as_it_was(self, debating, nobody, later):
        debating.published(later)
        page = nobody.opens(f"/sr/rasprave/{debating.of(later).debate_id}/verzije/1/")
        assert "и гости општине" not in page.get_text()
        assert page.select_one("#l5").get_text(strip=True) == "Одлуке се држе сви."


class TestBeforeAndAfter:
    def test_words_that_came_and_went_are_marked_and_said(self, debating, nobody):
        id = debating.open()
        debating.second_edition(id)
        page = nobody.opens(f"/sr/rasprave/{id}/uporedni-prikaz/")
        said = [each.get_text(" ", strip=True) for each in page.select(".compared ins")]
        assert any("динара" in text and "додато" in text for text in said)
        assert not page.select(".compared__row--same")
        assert nobody.opens(f"/sr/rasprave/{id}/uporedni-prikaz/?sve=da").select(".compared__row--same")

    def test_an_article_that_only_has_another_number_is_folded_and_counted_by_itself(self, debating, nobody):
        id = debating.open()
        debating.second_edition(id, DRAFT.replace("Члан 3.", "Члан 4.").replace("Члан 2.", "Члан 3.").replace("осмог", "десетог"))
        page = nobody.opens(f"/sr/rasprave/{id}/uporedni-prikaz/")
        folded = [each.get_text(" ", strip=True) for each in page.select("main details li")]
        assert folded == ["Члан 3, раније: Члан 2", "Члан 4, раније: Члан 3"]
        assert len(page.select(".compared__row")) == 1, "the paragraph whose day is another one"
        assert nobody.sees("2 имају само други број") and nobody.sees("1 одредба")
        assert nobody.opens(f"/sr/rasprave/{id}/uporedni-prikaz/?sve=da").find(string="Пренумерисано")

    def test_there_is_none_of_a_single_version(self, debating, nobody):
        nobody.opens(f"/sr/rasprave/{debating.open()}/uporedni-prikaz/", expects=404)


def test_the_mapping_screen_confirms_sure_ones_with_one_press_and_asks_for_the_rest(debating):
    id = debating.open()
    later = debating.drafted(id, LATER)
    debating.compared(later)
    address = f"/sr/rasprave/sto/{id}/verzije/2/poredjenje/"
    debating.clerk.opens(address)
    pairs = debating.acts(lambda db, _me: queries.proposals(db, later))
    sure = sum(1 for _passage, each in pairs if each.is_sure)
    debating.clerk.submits(button=f"Потврдите свих {sure} сигурних")
    left = [each for _passage, each in pairs if not each.is_sure]
    if left:
        answers = {f"past-{each.passage_id}": "novo" if each.line is None else str(each.line) for each in left}
        debating.clerk.submits(button="Потврдите ове", **answers)
    assert debating.of(later).mapped_at is not None
    debating.clerk.opens(address + "?sta=potvrdjeno")
    debating.clerk.submits(button="Повуците све потврде")
    assert debating.of(later).mapped_at is None
