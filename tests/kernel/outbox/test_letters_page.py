"""Staff mend what did not arrive."""

from sqlalchemy import select, update

from portal.kernel.db import work
from portal.kernel.outbox.models import Notice, NoticeState
from tests.features.questions.asking import Asking


def test_a_letter_that_came_back_goes_out_again_to_the_corrected_address(app, people, mailbox, db):
    asking = Asking(app)
    asking.asked(email="maria@tset.example")
    asking.asked(email="noise@test.example")
    with work() as writing:
        writing.execute(update(Notice).where(Notice.email == "maria@tset.example").values(state=NoticeState.BOUNCED, fault="550 no such user"))
    clerk = people.clerk()
    clerk.opens("/sr/radni-sto/pisma/")
    assert clerk.sees("550 no such user") and not clerk.sees("noise@test.example")
    clerk.opens(clerk.page.select_one(".entry__title a")["href"])
    clerk.submits(email="marija@", expects=422)
    clerk.submits(email="marija@test.example")
    assert mailbox.last("marija@test.example")
    db.rollback()
    assert db.scalar(select(Notice).where(Notice.email == "marija@test.example")).state is NoticeState.SENT


def test_citizens_do_not_see_the_letters(people):
    people.citizen().opens("/sr/radni-sto/pisma/", expects=403)
