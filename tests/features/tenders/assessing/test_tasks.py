"""What a member sees as still to do, and what of it stands in their export."""

from sqlalchemy import select

from portal.features.tenders.models import Check, Statement
from portal.features.tenders.personal import export, forget
from portal.features.tenders.queries import tasks
from portal.kernel.accounts.models import Person


def to_do(assessing):
    people = [assessing.chair, assessing.one, assessing.other, assessing.secretary]
    return assessing.reads(lambda db: [tasks.waiting(db, db.get(Person, who.id)) for who in people])


def test_every_step_of_the_assessment_is_counted_for_whom_it_waits(assessing, clock):
    assert to_do(assessing) == [1, 1, 1, 1]
    assessing.all_state()
    assert to_do(assessing) == [1, 1, 1, 0]
    assessing.checks(0)
    assessing.checks(1)
    assert to_do(assessing) == [1, 0, 0, 0]
    assessing.confirms()
    assert to_do(assessing) == [1, 1, 1, 0]


def test_an_objection_waits_for_members_and_the_decision_for_the_chair(assessing, clock):
    assessing.listed()
    assert to_do(assessing) == [0, 0, 0, 0]
    objection = assessing.objects(0)
    assert to_do(assessing) == [1, 1, 1, 0]
    assessing.answers(objection, accepted=False)
    clock.moves(days=30)
    assert to_do(assessing) == [1, 0, 0, 0]


def test_an_applicants_lists_link_to_their_own_result(assessing):
    applicant = assessing.applicants[0]
    wanted = f'a[href="/en/konkursi/{assessing.call}/prijave/{assessing.applications[0]}/bodovi/"]'
    for listed in (False, True):
        if listed:
            assessing.listed()
        applicant.signs_in_again()
        for page in ("moji", "prijave"):
            assert bool(applicant.opens(f"/en/konkursi/{page}/").select(wanted)) is listed


def test_the_export_shows_a_members_acts_and_an_applicants_objection_and_they_stay(assessing):
    assessing.listed()
    assessing.objects(0, text="Нисам сагласан са бодовима.")

    def exported(who):
        return assessing.reads(lambda db: export(db, db.get(Person, who.id)))

    mine = exported(assessing.one)
    place = mine["call_commissions"][0]
    assert place["statement"] and place["points"] and place["points_handed_in_at"]
    assert mine["call_checks"] and "по закону" in mine["call_acts_kept"]
    objection = exported(assessing.applicants[0])["call_objections"]
    assert [line["text"] for line in objection] == ["Нисам сагласан са бодовима."]
    assert exported(assessing.applicants[1])["call_objections"] == []
    assessing.acts(forget, assessing.one)
    assert assessing.reads(lambda db: db.scalar(select(Check.by_id).where(Check.by_id == assessing.one.id).limit(1)))
    assert assessing.reads(lambda db: db.scalars(select(Statement)).all())
