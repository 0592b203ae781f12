"""The report: complete or not at all, from one snapshot, signed by a named person."""

import io
import re
import zipfile

import pytest
from sqlalchemy import func, select

from portal.features.debates import actions
from portal.features.debates.models import Debate, Disposition, Report, ReportLine, ReportState, Stage
from portal.features.debates.queries import reports
from portal.features.debates.refusals.remarks import NotSignable, ReportBehind, ReportIncomplete, StillOpen
from portal.kernel import worker
from portal.kernel.accounts.models import Person, Role
from portal.kernel.audit import AuditLine
from portal.kernel.files import store
from portal.kernel.moderation.models import Verdict
from tests.features.debates.debating import DRAFT


@pytest.fixture
def head(people):
    """The head of administration."""
    return people.someone(Role.HEAD, name="Милан Пантић")


def over(drafting, clock, number=2):
    """A debate that has ended, with answered remarks."""
    debate = drafting.debate(closes=1)
    ids = [drafting.published(debate, f"Примедба {n}.", line=3, email=f"autor{n}@test.example") for n in range(number)]
    clock.moves(days=5)
    return debate, ids


def makes(drafting, debate, by) -> int:
    """Begin the report and let the worker make it."""
    id = drafting.works(lambda db: actions.begin_report(db, debate, by=db.get(Person, by.id)).id)
    while worker.once(drafting.app):
        pass
    return id


def signs(drafting, report, by):
    def act(db):
        found = db.get(Report, report)
        actions.sign_report(db, report, by=db.get(Person, by.id), seen=found.version)

    drafting.works(act)


def test_no_report_while_remarks_are_taken(drafting, head):
    debate = drafting.debate()
    with pytest.raises(StillOpen):
        makes(drafting, debate, head)


def test_no_report_while_a_remark_lacks_its_answer_and_it_says_which(drafting, head, clock):
    debate, ids = over(drafting, clock, 3)
    drafting.answered(ids[1])
    drafting.answered(ids[2], publish=False)
    with pytest.raises(ReportIncomplete) as refused:
        makes(drafting, debate, head)
    assert "1, 3" in refused.value.words["what"]
    head.signs_in_again()
    head.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/")
    assert head.sees("Бр. 1") and head.sees("Бр. 3") and not head.sees("Бр. 2")
    assert head.page.select_one("main button[disabled]")


def test_no_report_while_one_waits_for_a_moderator(drafting, head, clock):
    debate = drafting.debate(closes=1)
    id = drafting.waiting(debate)
    clock.moves(days=5)
    with pytest.raises(ReportIncomplete):
        makes(drafting, debate, head)
    drafting.decided(id, Verdict.REFUSE, reason_key="remark_advert")
    makes(drafting, debate, head)


def test_the_report_holds_every_remark_once_in_three_versions_and_two_kinds(drafting, head, nobody, clock):
    debate, ids = over(drafting, clock, 4)
    drafting.answered(*ids, reason_sr="Образложење за све.")
    report = makes(drafting, debate, head)
    files = drafting.works(lambda db: [(one.what, one.version_key, one.digest) for one in reports.files_of(db, report)])
    assert {(what, key) for what, key, _digest in files} == {(what, key) for what in ("docx", "odt") for key in ("sr", "lat", "en")}
    for what, key, digest in files:
        with drafting.app.app_context():
            text = words_of(store.read(digest), what)
        expected = {"sr": "Примедба {}.", "lat": "Primedba {}.", "en": "Примедба {}."}[key]
        for n in range(4):
            assert text.count(expected.format(n)) == 1
        assert {"sr": "Предлагач акта", "lat": "Predlagač akta", "en": "Who proposed the act"}[key] in text
    nobody.opens(f"/sr/rasprave/{debate}/izvestaj/", expects=404)


def words_of(content: bytes, what: str) -> str:
    part = {"docx": "word/document.xml", "odt": "content.xml"}[what]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return re.sub(r"<[^>]+>", " ", packed.read(part).decode())


def test_it_is_signed_by_a_named_person_and_everybody_reads_it(drafting, head, nobody, people, clock, mailbox):
    debate, ids = over(drafting, clock, 2)
    other = drafting.debate(title="Друга одлука")
    drafting.answered(*ids, reason_sr="Образложење за све.")
    report = makes(drafting, debate, head)
    clerk = people.clerk()
    head.signs_in_again()
    clerk.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/")
    assert not clerk.page.select("form[action*=potpis]"), "a clerk does not sign"
    head.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/pregled/")
    head.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/")
    head.submits(form="form[action*=potpis]")
    nobody.opens(f"/sr/rasprave/{debate}/izvestaj/?clan=2")
    assert nobody.sees("Милан Пантић") and nobody.sees("Примедба 1.") and nobody.sees("Образложење за све.")
    link = nobody.page.select_one("a[href$='-lat.odt']")["href"]
    with nobody.asks(link) as document:
        assert (document.status_code, document.data[:2]) == (200, b"PK")
    digest = drafting.works(lambda db: db.get(Report, report).digest)
    assert nobody.sees(digest)
    stages = drafting.works(lambda db: [db.get(Debate, id).stage for id in (debate, other)])
    assert stages == [Stage.REPORTED, Stage.ANNOUNCED]
    acts = drafting.works(lambda db: [line.details.get("digest") for line in db.scalars(select(AuditLine).where(AuditLine.act == "debates.sign_report"))])
    assert acts == [digest]


def test_everybody_gets_one_letter_with_all_their_remarks(drafting, head, clock, mailbox):
    debate = drafting.debate(closes=1)
    mine = [drafting.published(debate, f"Моја {n}.", line=line, email="m@test.example") for n, line in enumerate((3, 4))]
    hers = drafting.published(debate, "Њена.", email="nj@test.example")
    gone = drafting.waiting(debate, "Реклама.", email="r@test.example")
    drafting.decided(gone, Verdict.REFUSE, reason_key="remark_advert")
    clock.moves(days=5)
    drafting.answered(mine[0], hers, reason_sr="Добро је.")
    drafting.answered(mine[1], disposition=Disposition.NOT_ACCEPTED, reason_sr="Није добро.")
    signs(drafting, makes(drafting, debate, head), head)
    before = len(mailbox.letters("m@test.example"))
    while worker.once(drafting.app):
        pass
    letters = mailbox.letters("m@test.example")
    assert len(letters) - before == 1
    text = letters[-1].get_body(("plain",)).get_content()
    assert "Добро је." in text and "Није добро." in text and "Члан 1, став 2" in " ".join(text.split())
    for address in ("nj@test.example", "r@test.example"):
        assert "Шта је било" in mailbox.last(address)["Subject"]
    drafting.works(lambda db: actions.tell_outcomes(db, {"debate": debate}))
    assert len(mailbox.letters("m@test.example")) == len(letters), "a second run writes nobody twice"


def test_what_was_corrected_meanwhile_makes_the_report_old(drafting, head, clock):
    debate, ids = over(drafting, clock, 2)
    drafting.answered(*ids)
    report = makes(drafting, debate, head)
    clock.moves(minutes=1)
    clerk = drafting.clerk
    said = actions.Answered(disposition=Disposition.PARTLY, reason_sr="Ипак делимично.")
    drafting.works(lambda db: actions.correct(db, ids[0], said, seen=2, by=db.get(Person, clerk.id)))
    with pytest.raises(ReportBehind):
        signs(drafting, report, head)
    again = makes(drafting, debate, head)
    signs(drafting, again, head)
    with pytest.raises(NotSignable):
        signs(drafting, again, head)
    assert drafting.works(lambda db: db.scalar(select(func.count()).select_from(ReportLine))) == 2


def test_a_second_run_of_the_job_changes_nothing(drafting, head, clock):
    debate, ids = over(drafting, clock, 2)
    drafting.answered(*ids)
    report = makes(drafting, debate, head)
    digest = drafting.works(lambda db: db.get(Report, report).digest)
    with drafting.app.app_context():
        from portal.kernel.db import session

        found = actions.make_report(session(), {"report": report})
    drafting.works(lambda db: actions.finish_report(db, {"report": report, **found}))
    assert drafting.works(lambda db: (db.get(Report, report).digest, db.get(Report, report).state)) == (digest, ReportState.READY)


def test_changed_text_names_what_has_other_words_and_says_in_one_line_what_only_got_another_number(debating, drafting, head, clock):
    debate = debating.open()
    later = DRAFT.replace("Члан 3.", "Члан 4.").replace("II ЗАВРШНЕ", "Казне\nЧлан 3.\nКазна је 5.000 динара.\nII ЗАВРШНЕ")
    debating.second_edition(debate, later)
    clock.moves(days=30)
    report = makes(drafting, debate, head)
    content = drafting.works(lambda db: db.get(Report, report).content)
    assert [(one["label"], one["old"], one["new"]) for one in content["changes"]] == [
        ("Члан 3", "", "Казне\nЧлан 3."),
        ("Члан 3, став 1", "", "Казна је 5.000 динара."),
    ]
    assert [one["label"] for one in content["renumbered"]] == ["Члан 4"]
    head.signs_in_again()
    head.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/pregled/")
    assert head.sees("Само други број: Члан 4")


def test_lines_come_in_the_order_of_the_text(drafting, head, clock):
    debate = drafting.debate(closes=1)
    ids = [drafting.published(debate, f"На {line}.", line=line) for line in (5, 4, None, 3)]
    drafting.edition(debate, l4=None)
    clock.moves(days=5)
    drafting.answered(*ids)
    report = makes(drafting, debate, head)
    lines = drafting.works(
        lambda db: [(one.article, one.content["number"]) for one in db.scalars(select(ReportLine).where(ReportLine.report_id == report).order_by(ReportLine.place))]
    )
    assert lines == [(0, 3), (2, 4), (5, 1), (-1, 2)]
    head.signs_in_again()
    head.opens(f"/sr/rasprave/{debate}/izrada-izvestaja/pregled/?clan=bez")
    assert head.sees("На 4.")
