"""An appeal that is won when the report is signed: the remark is public and answered, the report stays as it was."""

import pytest

from portal.features.debates import actions
from portal.features.debates.models import Disposition, Remark, Report
from portal.features.debates.queries import answers as asked
from portal.features.debates.refusals.remarks import TooLateToTakeBack
from portal.kernel import worker
from portal.kernel.accounts.models import Person, Role
from portal.kernel.moderation.models import Verdict


@pytest.fixture
def head(people):
    """The head of administration."""
    return people.someone(Role.HEAD, name="Милан Пантић")


def reported(drafting, clock, head, refused=1):
    """A debate whose report is signed, with one answered and some refused remarks."""
    debate = drafting.debate(closes=1)
    drafting.answered(drafting.published(debate, "Објављена."))
    ids = [drafting.waiting(debate, f"Одбијена {n}.", email=f"odbijen{n}@test.example") for n in range(refused)]
    for id in ids:
        drafting.decided(id, Verdict.REFUSE, reason_key="remark_advert")
    clock.moves(days=5)
    by = drafting.works(lambda db: actions.begin_report(db, debate, by=db.get(Person, head.id)).id)
    works(drafting)

    def signs(db):
        actions.sign_report(db, by, by=db.get(Person, head.id), seen=db.get(Report, by).version)

    drafting.works(signs)
    works(drafting)
    return debate, by, ids


def works(drafting) -> None:
    while worker.once(drafting.app):
        pass


def wins(drafting, people, *ids) -> None:
    other = people.moderator()
    for id in ids:
        drafting.works(lambda db, id=id: actions.appeal(db, db.get(Remark, id), "Није реклама."))
        drafting.decided(id, by=other)


def test_it_is_public_waits_on_the_desk_and_its_answer_is_a_supplement(drafting, people, nobody, clock, head, mailbox):
    debate, report, (id,) = reported(drafting, clock, head)
    digest = drafting.works(lambda db: db.get(Report, report).digest)
    assert drafting.works(lambda db: list(asked.debates_owing(db))) == []
    wins(drafting, people, id)
    works(drafting)
    assert "не мења" in mailbox.last("odbijen0@test.example").get_body(("plain",)).get_content()
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/2/")
    assert nobody.sees("Одбијена 0.") and nobody.sees("Објављено после извештаја, по жалби; одговор следи.")
    nobody.opens(f"/sr/rasprave/{debate}/izvestaj/")
    assert nobody.sees("Допуна извештаја") and nobody.sees("одговор следи")
    head.signs_in_again()
    head.opens("/sr/rasprave/odgovori/")
    assert head.page.select(f"a[href='/sr/rasprave/{debate}/odgovori/']")
    drafting.answered(id, disposition=Disposition.PARTLY, reason_sr="Делимично, накнадно.")
    works(drafting)
    letter = mailbox.last("odbijen0@test.example").get_body(("plain",)).get_content()
    assert "Делимично, накнадно." in letter
    nobody.opens(f"/sr/rasprave/{debate}/izvestaj/?clan=2")
    assert nobody.sees("Делимично се прихвата") and not nobody.sees("одговор следи")
    assert nobody.sees("Објављено после извештаја, по жалби."), "the frozen line says what became of it"
    assert drafting.works(lambda db: (db.get(Report, report).digest, list(asked.debates_owing(db)))) == (digest, [])


def test_answers_after_the_report_are_not_taken_back_since_their_letters_went_out(drafting, people, clock, head):
    _debate, _report, ids = reported(drafting, clock, head, refused=2)
    wins(drafting, people, *ids)
    mark = drafting.answered(*ids)
    with pytest.raises(TooLateToTakeBack):
        drafting.works(lambda db: actions.take_back(db, mark, by=db.get(Person, head.id)))


def test_an_appeal_won_before_the_report_is_a_remark_like_every_other(drafting, people):
    debate = drafting.debate()
    id = drafting.waiting(debate)
    drafting.decided(id, Verdict.REFUSE, reason_key="remark_advert")
    wins(drafting, people, id)
    assert not drafting.look(id).after_report
    assert drafting.works(lambda db: list(asked.after_report(db, debate))) == []
