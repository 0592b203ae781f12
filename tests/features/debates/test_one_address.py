"""A corrected address: one person gets one letter of the outcome, and nobody carries off what somebody else wrote."""

from sqlalchemy import select

from portal.features.debates import actions
from portal.features.debates.models import REMARK, Remark
from portal.kernel.follows.models import Follow

OLD, NEW = "pogresna@test.example", "prava@test.example"


def corrects(drafting, id) -> None:
    drafting.works(lambda db: actions.change_address(db, db.get(Remark, id), NEW))


def addresses(drafting, *ids) -> list[str]:
    return [drafting.look(id).author_email for id in ids]


def test_the_other_remarks_of_a_letter_go_to_the_corrected_address_too(drafting):
    debate, elsewhere = drafting.debate(), drafting.debate(title="Друга одлука")
    mine = [drafting.on_paper(debate, f"Прва {n}.", email=OLD) for n in range(2)]
    drafting.decided(mine[1])
    hers = drafting.on_paper(debate, "Туђа.", email=OLD, name="Ана Анић")
    other = drafting.on_paper(elsewhere, "У другој расправи.", email=OLD)
    corrects(drafting, mine[0])
    assert addresses(drafting, *mine, hers, other) == [NEW, NEW, OLD, OLD]
    assert len({drafting.look(id).author_key for id in mine}) == 1, "so one letter of the outcome"
    followed = select(Follow.email).where(Follow.kind == REMARK, Follow.subject_id == mine[1])
    assert drafting.works(lambda db: db.scalars(followed).all()) == [NEW]


def test_what_was_not_confirmed_carries_nothing_off(drafting):
    debate = drafting.debate()
    hers = drafting.published(debate, "Њена.", email=OLD)
    drafting.sent(debate, "Потврђује се.", email=OLD)
    trap = drafting.sent(debate, "Замка.", email=OLD)
    corrects(drafting, trap)
    assert addresses(drafting, hers, trap) == [OLD, NEW]


def test_a_guest_who_confirmed_takes_all_along_but_what_an_account_wrote(drafting, people):
    debate, account = drafting.debate(), people.citizen()
    mine = [drafting.waiting(debate, f"Моја {n}.", email=OLD) for n in range(2)]
    theirs = [drafting.sent(debate, f"Са налога {n}.", email=OLD, by=account) for n in range(2)]
    corrects(drafting, mine[0])
    assert addresses(drafting, *mine, *theirs) == [NEW, NEW, OLD, OLD]
    corrects(drafting, theirs[1])
    assert addresses(drafting, *theirs) == [NEW, NEW]
