"""What names an asker is kept for a year after the end of a question, and no longer."""

import contextvars

from sqlalchemy import select

from portal.features.questions import actions
from portal.features.questions.actions import time
from portal.features.questions.jobs import JOBS
from portal.features.questions.models import Channel, Question, State
from portal.features.questions.personal import forget
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.authors import ShownAs
from portal.kernel.codes import code_of
from portal.kernel.db import work
from portal.kernel.follows.actions import follow, followers
from portal.kernel.jobs import JobRow
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.outbox import Recipient

NAME, EMAIL = "Марија Петровић", "marija@primer.rs"
MAYOR = "predsednik-opstine"


def apart(app, act):
    """Do something in a context of its own, in one transaction."""

    def run():
        with app.app_context(), work() as db:
            return act(db)

    return contextvars.Context().run(run)


def forgets(app):
    """The job of the timetable runs once."""
    job = next(job for job in JOBS if job.name == "questions.forget")
    apart(app, lambda db: job.handler(db, {}))


def look(app, id):
    def read(db):
        found = db.get(Question, id)
        return found.asker_name, found.asker_email, found.shown_name, found.title

    return apart(app, read)


def test_a_year_after_the_answer_name_and_address_of_a_guest_are_gone(app, asking, people, clock):
    mayor = people.official(MAYOR)
    id = asking.answered(mayor, name=NAME, email=EMAIL)
    other = asking.published(name="Петар Јовић", email="petar@primer.rs")
    clock.moves(days=364)
    forgets(app)
    assert look(app, id)[:2] == (NAME, EMAIL)
    clock.moves(days=1)
    forgets(app)
    assert look(app, id) == ("", "", "М. П.", "Када ће аутобус поново ићи из Витошевца?")
    assert look(app, other)[:2] == ("Петар Јовић", "petar@primer.rs")  # an office still owes the answer


def test_those_who_follow_stay_and_the_asker_goes(app, asking, people, clock):
    mayor = people.official(MAYOR)
    id = asking.answered(mayor, email=EMAIL)
    elsewhere = asking.published(email="drugi@primer.rs")

    def join(db):
        follow(db, "question", id, Recipient("sused@primer.rs"), confirmed=True)
        follow(db, "question", elsewhere, Recipient(EMAIL), confirmed=True)

    apart(app, join)
    clock.moves(days=366)
    forgets(app)

    def who(id):
        return apart(app, lambda db: {one.email for one in followers(db, "question", id)})

    assert who(id) == {"sused@primer.rs"}
    assert who(elsewhere) == {"drugi@primer.rs", EMAIL}


def test_a_correction_does_not_begin_the_year_again(app, asking, people, clock):
    mayor = people.official(MAYOR)
    id = asking.answered(mayor)
    clock.moves(days=300)
    asking.does(lambda db, q: actions.correct(db, q, text="Ипак у јуну.", note="", by=db.get(Person, mayor.id)), id)
    clock.moves(days=65)
    forgets(app)
    assert look(app, id)[0] == ""


def test_a_clerks_entry_without_an_address_loses_the_name(app, asking, people, clock):
    clerk, mayor = people.clerk(MAYOR), people.official(MAYOR)
    asked = actions.Asked(title="Када се поправља мост?", text="", name=NAME, email="", office_key=MAYOR, channel=Channel.PHONE)
    id = apart(app, lambda db: actions.ask(db, asked, by=None, entered_by=db.get(Person, clerk.id)).id)
    asking.decided(id, Verdict.APPROVE)
    asking.answers(id, mayor)
    clock.moves(days=366)
    forgets(app)
    assert look(app, id)[:3] == ("", "", "М. П.")


def test_with_an_account_the_name_stays_until_the_account_goes(app, asking, people, clock):
    ana, mayor = people.citizen(), people.official(MAYOR)
    public = asking.answered(mayor, by=ana, name=NAME, email=EMAIL)
    refused = asking.waiting(by=ana, name=NAME, email=EMAIL, text="Мој број је 2505985123456.", shown_as=ShownAs.NAME)
    asking.decided(refused, Verdict.REFUSE, reason_text="Питање није за општину.")
    clock.moves(days=800)
    forgets(app)
    assert look(app, public)[:2] == look(app, refused)[:2] == (NAME, EMAIL)
    apart(app, lambda db: forget(db, db.get(Person, ana.id)))
    assert look(app, public)[:3] == ("", "", "М. П.")
    assert look(app, refused) == ("", "", "", "")


def test_what_never_became_public_loses_its_text_too(app, db, asking, clock):
    def ended(verb, **more):
        id = asking.waiting(text="Зовите ме на 064 123 4567.", shown_as=ShownAs.NAME, name=NAME, **more)
        verb(id)
        return id

    refused = ended(lambda id: asking.decided(id, Verdict.REFUSE, reason_text="Није за општину."))
    returned = ended(lambda id: asking.decided(id, Verdict.RETURN, reason_text="Допуните."))
    withdrawn = ended(lambda id: asking.does(actions.withdraw, id))
    waiting = asking.waiting(name=NAME)
    clock.moves(days=364)
    forgets(app)
    assert all(look(app, id)[0] == NAME for id in (refused, returned, withdrawn))
    clock.moves(days=1)
    forgets(app)
    for id, state in ((refused, State.REFUSED), (returned, State.EXPIRED), (withdrawn, State.WITHDRAWN)):
        assert look(app, id) == ("", "", "", "")
        assert db.get(Question, id).text == "" and db.get(Question, id).state is state
        assert item_of(db, "question", id).signals == []
    assert item_of(db, "question", refused).decisions[0].reason_sr == "Није за општину."  # the log is never edited
    assert look(app, waiting)[0] == NAME


def test_an_appeal_begins_the_year_again_and_publication_ends_it(app, asking, people, clock):
    upheld, won = asking.waiting(email=EMAIL), asking.waiting(email="pera@primer.rs")
    for id in (upheld, won):
        asking.decided(id, Verdict.REFUSE, reason_text="Није за општину.")
    clock.moves(days=150)
    for id in (upheld, won):
        asking.does(actions.appeal, id, "Јесте за општину.")
    clock.moves(days=250)
    forgets(app)
    assert look(app, upheld)[1] == EMAIL  # another moderator has not decided yet
    other = people.moderator()
    asking.decided(upheld, Verdict.REFUSE, reason_text="Није.", by=other)
    asking.decided(won, Verdict.APPROVE, by=other)
    clock.moves(days=364)
    forgets(app)
    assert look(app, upheld)[1] == EMAIL
    clock.moves(days=1)
    forgets(app)
    assert look(app, upheld)[1] == ""
    assert look(app, won)[1] == "pera@primer.rs"


def test_a_returned_question_that_was_mended_is_kept(app, asking, clock):
    id = asking.waiting(email=EMAIL)
    asking.decided(id, Verdict.RETURN, reason_text="Допуните.")
    asking.does(lambda db, q: actions.mend(db, q, title="Када ће аутобус ићи?", text="", seen=q.revision), id)
    clock.moves(days=400)
    forgets(app)
    assert look(app, id)[1] == EMAIL


def test_who_was_merged_is_forgotten_with_the_answer_of_the_lead(app, asking, people, clock):
    mayor = people.official(MAYOR)
    lead, merged, late = asking.published(), asking.published(email=EMAIL), asking.published(email="kasni@primer.rs")
    moderator = asking.moderator

    def join(id):
        asking.does(lambda db, q: actions.merge(db, q, db.get(Question, lead), by=db.get(Person, moderator.id)), id)

    join(merged)
    asking.answers(lead, mayor)
    clock.moves(days=100)
    join(late)
    clock.moves(days=265)
    forgets(app)
    assert look(app, merged)[1] == ""
    assert look(app, late)[1] == "kasni@primer.rs"
    assert EMAIL not in apart(app, lambda db: {one.email for one in followers(db, "question", lead)})
    asking.does(lambda db, q: actions.unmerge(db, q, by=db.get(Person, moderator.id)), late)
    clock.moves(days=400)
    forgets(app)
    assert look(app, late)[1] == "kasni@primer.rs"  # it is open again


def test_what_a_moderator_blacked_out_goes_as_well(app, db, asking, people, clock):
    mayor = people.official(MAYOR)
    ana = people.citizen()
    text = "Телефон је 064 123 4567, зовите."
    for by in (None, ana):
        id = asking.waiting(text=text, by=by)
        start = text.index("064")
        asking.decided(id, Verdict.REDACT, redactions={"text": [(start, start + 12)]})
        asking.answers(id, mayor)
        clock.moves(days=364)
        forgets(app)
        db.expire_all()
        assert "064 123 4567" in db.get(Question, id).text
        clock.moves(days=1)
        forgets(app)
        db.expire_all()
        assert "064 123 4567" not in db.get(Question, id).text
        assert db.get(Question, id).text == db.get(Question, id).public_text
        assert item_of(db, "question", id).signals == []


def test_it_runs_in_batches_and_a_second_time_changes_nothing(app, db, asking, people, clock, monkeypatch):
    mayor = people.official(MAYOR)
    ids = [asking.answered(mayor, email=f"e{number}@primer.rs") for number in range(3)]
    clock.moves(days=366)
    monkeypatch.setattr(time, "BATCH", 2)
    monkeypatch.setattr(actions, "BATCH", 2)
    forgets(app)
    assert [look(app, id)[1] for id in ids] == ["", "", "e2@primer.rs"]
    assert db.scalar(select(JobRow.name).where(JobRow.name == "questions.forget")) == "questions.forget"  # the rest follows
    forgets(app)
    forgets(app)
    assert {look(app, id)[1] for id in ids} == {""}
    db.expire_all()
    lines = db.scalars(select(AuditLine).where(AuditLine.act == "questions.forget").order_by(AuditLine.seq)).all()
    assert [line.subject_id for line in lines] == [str(id) for id in ids]
    assert all(line.details == {} and line.actor_id is None for line in lines)


def test_the_page_of_a_forgotten_asker_offers_nothing_that_needs_them(app, asking, people, clock, nobody, mailbox):
    mayor = people.official(MAYOR)
    answered, refused = asking.answered(mayor), asking.waiting()
    asking.decided(refused, Verdict.REFUSE, reason_text="Није за општину.")

    def page(id):
        return apart(app, lambda _db: f"/sr/pitanja/moje/{id}/{code_of('question', id)}/")

    assert nobody.opens(page(answered)).select('form[action$="/jos-jedno/"]')
    assert nobody.opens(page(refused)).select('form[action$="/zalba/"]')
    clock.moves(days=366)
    forgets(app)
    assert not nobody.opens(page(answered)).select('form[action$="/jos-jedno/"]')
    assert not nobody.opens(page(refused)).select('form[action$="/zalba/"]')
    nobody.sends(f"{page(answered)}jos-jedno/", title="А када тачно?", text="", once_token="x" * 20, expects=422)
    nobody.sends(f"{page(refused)}zalba/", why="Молим вас, погледајте.", expects=422)
    nobody.sends(f"{page(answered)}adresa/", email="opet@primer.rs", expects=422)
    assert look(app, answered)[1] == ""
