"""Processors answer remarks, one by one and many together."""

import pytest
from sqlalchemy import select

from portal.features.debates import actions
from portal.features.debates.actions import Answered
from portal.features.debates.models import Disposition, Remark, Response, ResponseState, Said
from portal.features.debates.queries import answers as asked
from portal.features.debates.refusals.remarks import AnsweredAlready, NoReason, NoSuchPassage, NotAnswerable, TooLateToTakeBack
from portal.kernel.accounts.models import Person
from portal.kernel.refusals import Stale

FORM = "main form[novalidate]"


def response(drafting, id):
    def look(db):
        found = asked.response_of(db, id)
        if found is not None:
            db.expunge(found)
        return found

    return drafting.works(look)


def test_an_answer_is_drafted_and_published_with_its_reason(people, nobody, drafting):
    debate = drafting.debate()
    id, other = drafting.published(debate), drafting.published(debate, "Друга.")
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    clerk.submits(form=FORM, button="Сачувајте нацрт", disposition="partly", reason_sr="Косимо три пута, пет је прескупо.", changed="3")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert not nobody.sees("прескупо"), "a draft is the processors' own"
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    clerk.submits(form=FORM, button="Објавите одговор")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert nobody.sees("прескупо") and nobody.sees("Делимично се прихвата") and nobody.sees("Измењено:")
    found = drafting.look(id)
    assert (found.disposition, found.answered_at is not None) == (Disposition.PARTLY, True)
    assert drafting.look(other).answered_at is None


def test_an_answer_without_a_reason_is_none(people, drafting):
    debate = drafting.debate()
    id = drafting.published(debate)
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    clerk.submits(form=FORM, expects=422, button="Објавите одговор", disposition="accepted")
    assert clerk.page.select_one("#reason_sr-error")
    for reason in ("", "  "):
        with pytest.raises(NoReason):
            drafting.answered(id, reason_sr=reason)
    with pytest.raises(NoSuchPassage):
        drafting.answered(id, changed_line=999)
    assert response(drafting, id) is None


def test_only_what_everybody_reads_is_answered(drafting):
    debate = drafting.debate()
    with pytest.raises(NotAnswerable):
        drafting.answered(drafting.waiting(debate))


def test_one_language_never_erases_the_other(people, nobody, drafting):
    debate = drafting.debate()
    id = drafting.published(debate)
    drafting.answered(id, reason_sr="Прихвата се.", reason_en="It is accepted.")
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    clerk.submits(form=FORM, reason_sr="Прихвата се, уз измену.", reason_en="", button="Објавите исправку")
    found = response(drafting, id)
    assert (found.reason_sr, found.reason_en) == ("Прихвата се, уз измену.", "It is accepted.")
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    clerk.submits(form=FORM, reason_en="It is accepted with a change.", button="Објавите исправку")
    found = response(drafting, id)
    assert (found.reason_sr, found.reason_en) == ("Прихвата се, уз измену.", "It is accepted with a change.")
    nobody.opens(f"/en/rasprave/{debate}/primedbe/1/")
    assert nobody.sees("It is accepted with a change.")


def test_a_correction_keeps_the_first_date_and_every_wording(nobody, drafting, clock, mailbox):
    debate = drafting.debate()
    id = drafting.published(debate, email="m@test.example")
    drafting.answered(id, reason_sr="Прво образложење.")
    first, clerk = response(drafting, id), drafting.clerk
    clock.moves(days=2)
    drafting.works(
        lambda db: actions.correct(
            db, id, Answered(disposition=Disposition.NOT_ACCEPTED, reason_sr="Друго образложење."), seen=first.version, by=db.get(Person, clerk.id)
        )
    )
    found = response(drafting, id)
    assert (found.first_at, found.disposition) == (first.first_at, Disposition.NOT_ACCEPTED)
    said = drafting.works(lambda db: [one.reason_sr for one in db.scalars(select(Said).order_by(Said.id))])
    assert said == ["Прво образложење.", "Друго образложење."]
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert nobody.sees("Прво образложење.") and nobody.sees("Друго образложење.")
    assert "Исправљен" in mailbox.last("m@test.example")["Subject"]


def test_of_two_who_correct_at_once_the_slower_sees_both(drafting):
    debate = drafting.debate()
    id = drafting.published(debate)
    drafting.answered(id)
    seen, clerk = response(drafting, id).version, drafting.clerk

    def corrects(text):
        said = Answered(disposition=Disposition.ACCEPTED, reason_sr=text)
        drafting.works(lambda db: actions.correct(db, id, said, seen=seen, by=db.get(Person, clerk.id)))

    corrects("Један.")
    with pytest.raises(Stale):
        corrects("Други.")
    assert response(drafting, id).reason_sr == "Један."


def test_many_get_one_answer_with_a_look_before_and_a_way_back(people, drafting, clock):
    debate = drafting.debate()
    ids = [drafting.published(debate, f"Косити чешће, {n}.") for n in range(3)]
    apart = drafting.published(debate, "Нешто друго.")
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/zajedno/?" + "&".join(f"primedba={id}" for id in ids))
    clerk.submits(form=FORM, button="Погледајте још једном", remarks=ids, disposition="accepted", reason_sr="Косићемо три пута.")
    assert clerk.sees("Шта добија свака од њих")
    assert not drafting.works(lambda db: db.scalars(select(Response)).all()), "only looked at"
    clerk.submits(form=FORM, button="Објавите сва 3 одговора", remarks=ids)
    assert [drafting.look(id).disposition for id in ids] == [Disposition.ACCEPTED] * 3
    clerk.submits(form=FORM)
    assert [drafting.look(id).answered_at for id in [*ids, apart]] == [None] * 4
    assert not drafting.works(lambda db: db.scalars(select(Said)).all())


def test_published_answers_are_taken_back_for_ten_minutes_only(drafting, clock):
    debate = drafting.debate()
    ids, clerk = [drafting.published(debate, f"Исто, {n}.") for n in range(2)], drafting.clerk
    mark = drafting.answered(*ids)
    clock.moves(minutes=10)
    with pytest.raises(TooLateToTakeBack):
        drafting.works(lambda db: actions.take_back(db, mark, by=db.get(Person, clerk.id)))
    with pytest.raises(AnsweredAlready):
        drafting.answered(ids[0])


def test_a_correction_of_one_leaves_the_others_of_its_group(drafting):
    debate = drafting.debate()
    ids, clerk = [drafting.published(debate, f"Исто, {n}.") for n in range(2)], drafting.clerk
    drafting.answered(*ids, reason_sr="За све.")
    said = Answered(disposition=Disposition.PARTLY, reason_sr="Само за прву.")
    drafting.works(lambda db: actions.correct(db, ids[0], said, seen=2, by=db.get(Person, clerk.id)))
    assert response(drafting, ids[1]).reason_sr == "За све."


def test_alike_remarks_stand_together_in_both_scripts(people, drafting):
    debate = drafting.debate()
    same = "Молим да се трава на јавним површинама коси бар пет пута годишње јер је пуна крпеља."
    ids = [
        drafting.published(debate, same),
        drafting.published(debate, "Дрвеће оставите на миру, не треба га орезивати сваке године."),
        drafting.published(debate, "Molim da se trava na javnim površinama kosi bar pet puta godišnje jer je puna krpelja!"),
    ]
    with drafting.app.app_context():
        from portal.kernel.db import session

        found = actions.find_alike(session(), {})
    drafting.works(lambda db: actions.keep_alike(db, found))
    assert [drafting.look(id).alike for id in ids] == [ids[0], None, ids[0]]
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/1/")
    assert clerk.sees("Исто каже још 1 примедба")


def test_the_desk_gathers_by_article_and_says_what_is_left(people, drafting):
    debate = drafting.debate()
    drafting.published(debate, "О ставу.", line=3)
    done = drafting.published(debate, "О члану.", line=2)
    drafting.published(debate, "Начелна.", line=None)
    drafting.published(drafting.debate(title="Друга"), "Туђа.", line=2)
    drafting.answered(done)
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/?clan=2")
    assert clerk.sees("О ставу.") and clerk.sees("О члану.") and not clerk.sees("Начелна.") and not clerk.sees("Туђа.")
    assert clerk.sees("3 примедбе") and clerk.sees("без одговора: 2")
    people.citizen().opens(f"/sr/rasprave/{debate}/odgovori/", expects=403)


def test_remarks_are_given_to_a_processor(people, drafting):
    debate = drafting.debate()
    id, other = drafting.published(debate), drafting.published(debate, "Друга.")
    clerk, colleague = people.clerk(), people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/?clan=2")
    clerk.submits(form="#remarks", button="Доделите овој особи", remark=[id], processor=str(colleague.id))
    assert (drafting.look(id).processor_id, drafting.look(other).processor_id) == (colleague.id, None)
    colleague.opens(f"/sr/rasprave/{debate}/odgovori/?clan=2&moje=da")
    assert colleague.sees("Косити чешће.") and not colleague.sees("Друга.")


def test_two_accepted_wordings_on_one_line_contradict_each_other(people, drafting):
    debate = drafting.debate()
    first = drafting.published(debate, line=3, wording="Траву коси предузеће три пута годишње.")
    second = drafting.published(debate, line=3, wording="Траву коси предузеће пет пута годишње.")
    elsewhere = drafting.published(debate, line=4, wording="Дрвеће се не орезује.")
    drafting.answered(first)
    drafting.answered(elsewhere)
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/")
    assert not clerk.sees("које се сударају")
    drafting.answered(second, disposition=Disposition.PARTLY, publish=False)
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/")
    assert clerk.sees("које се сударају") and clerk.sees("Бр. 1") and clerk.sees("Бр. 2")


def test_drafts_of_ticked_remarks_are_published_together(people, drafting):
    debate = drafting.debate()
    ids = [drafting.published(debate, f"Исто, {n}.") for n in range(2)]
    drafting.answered(*ids, publish=False)
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/odgovori/?clan=2")
    clerk.submits(form="#remarks", button="Објавите њихове нацрте одговора", remark=ids)
    assert all(response(drafting, id).state is ResponseState.PUBLISHED for id in ids)
    assert drafting.works(lambda db: len(db.scalars(select(Remark.id).where(Remark.answered_at.is_not(None))).all())) == 2
