"""A citizen remarks on a passage of a draft."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from portal.features.debates import actions, queries
from portal.features.debates.actions.publishing import settle_report
from portal.features.debates.actions.remarks_figures import drift
from portal.features.debates.models import Figure, Remark, RemarkState
from portal.features.debates.personal import export, forget
from portal.features.debates.queries.remarks import counts
from portal.features.debates.refusals.remarks import ReceivedTooLate, SaidAlready, TooLateToConfirm, TooManyRemarks
from portal.kernel.accounts.models import Person
from portal.kernel.moderation.actions import NoCannedReason
from portal.kernel.moderation.models import Verdict

FORM = "main form[novalidate]"


def remarks_on(browser, debate_id, line=3, expects=200, **more):
    browser.opens(f"/sr/rasprave/{debate_id}/primedba/" + (f"?na={line}" if line else ""))
    fields = {"text": "Косити три пута.", "name": "Марија Петровић", "email": "marija@test.example"} | more
    return browser.submits(form=FORM, expects=expects, **fields)


def test_a_guest_remarks_confirms_and_gets_a_number(nobody, drafting, mailbox):
    other = drafting.debate(title="Нека друга одлука")
    drafting.waiting(other)
    debate = drafting.debate()
    remarks_on(nobody, debate)
    assert nobody.sees("Још један корак")
    id = drafting.works(lambda db: db.scalar(select(Remark.id).where(Remark.debate_id == debate)))
    assert (drafting.look(id).state, drafting.look(id).number) == (RemarkState.UNCONFIRMED, None), "no number before the address works"
    nobody.opens(mailbox.link("marija@test.example", "potvrda"))
    nobody.submits()
    found = drafting.look(id)
    assert (found.state, found.number, found.line) == (RemarkState.WAITING, 1, 3), "each debate counts for itself"
    assert "1" in mailbox.last("marija@test.example")["Subject"]


def test_a_signed_in_citizen_is_in_the_register_at_once(people, drafting):
    debate, citizen = drafting.debate(), people.citizen(name="Јована Јовић")
    citizen.opens(f"/sr/rasprave/{debate}/primedba/?na=3")
    citizen.submits(form=FORM, text="Косити три пута.")
    found = drafting.works(lambda db: db.scalars(select(Remark)).one().id)
    assert (drafting.look(found).number, drafting.look(found).shown_name) == (1, "Ј. Ј.")
    citizen.opens("/sr/rasprave/moje-primedbe/")
    assert citizen.sees("Члан 1, став 1")


def test_the_general_remark_has_no_passage_and_no_wording(nobody, drafting):
    debate = drafting.debate()
    nobody.opens(f"/sr/rasprave/{debate}/primedba/")
    assert not nobody.page.select("[name=wording]")
    remarks_on(nobody, debate, line=None)
    assert drafting.works(lambda db: db.scalars(select(Remark)).one().line) is None


def test_another_wording_is_shown_as_a_difference_before_it_is_sent(nobody, drafting):
    debate = drafting.debate()
    wording = "Траву на јавним површинама коси јавно предузеће три пута годишње."
    remarks_on(nobody, debate, text="", wording=wording)
    assert nobody.page.select_one("ins").get_text(" ", strip=True).find("три") >= 0
    assert not drafting.works(lambda db: db.scalars(select(Remark)).all()), "nothing is sent yet"
    nobody.submits(button="Тачно је: пошаљите моју примедбу")
    assert drafting.works(lambda db: db.scalars(select(Remark)).one().wording) == wording


def test_an_unchanged_copy_is_no_wording(nobody, drafting):
    debate = drafting.debate()
    remarks_on(nobody, debate)
    assert drafting.works(lambda db: db.scalars(select(Remark)).one().wording) == ""


@pytest.mark.parametrize("wording", ["", "   ", "Траву  на јавним површинама коси јавно предузеће два пута годишње. "])
def test_neither_a_remark_nor_another_wording_says_nothing(nobody, drafting, wording):
    debate = drafting.debate()
    remarks_on(nobody, debate, text=" ", wording=wording, expects=422)
    assert nobody.page.select_one("#text-error")
    assert not drafting.works(lambda db: db.scalars(select(Remark)).all())


def test_a_remark_after_the_minute_is_refused_with_the_servers_time_and_its_text_kept(nobody, drafting, clock):
    debate = drafting.debate(closes=1)
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=3")
    clock.moves(days=1)
    nobody.submits(form=FORM, expects=422, text="Стигла сам на време!", name="Марија Петровић", email="m@test.example")
    assert nobody.sees("10:00:00"), "the time of the server in Belgrade"
    assert "Стигла сам на време!" in nobody.page.select_one("#text").text
    assert not drafting.works(lambda db: db.scalars(select(Remark)).all())


def test_the_last_second_is_in_time_and_a_guest_confirms_three_days_later(drafting, clock, app):
    debate = drafting.debate(closes=1)
    clock.moves(hours=23, minutes=59, seconds=59)
    id = drafting.sent(debate)
    late = drafting.sent(debate, "Сасвим друго.")
    clock.moves(days=3)
    drafting.works(lambda db: actions.confirm(db, id))
    assert drafting.look(id).number == 1
    clock.moves(seconds=1)
    with pytest.raises(TooLateToConfirm):
        drafting.works(lambda db: actions.confirm(db, late))
    drafting.works(actions.expire_remarks)
    gone = drafting.look(late)
    assert (gone.state, gone.text, gone.author_email) == (RemarkState.EXPIRED, "", "")


def test_before_the_beginning_the_page_says_when_it_begins(nobody, drafting):
    debate = drafting.debate(opens=1)
    nobody.opens(f"/sr/rasprave/{debate}/primedba/")
    assert not nobody.page.select(FORM)


def test_an_unknown_line_and_one_of_another_debate_lead_to_the_text(nobody, drafting):
    debate = drafting.debate()
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=999", expects=404)
    assert nobody.page.select_one(f"main a[href$='/rasprave/{debate}/tekst/']")
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=abc", expects=404)


def test_a_passage_that_is_no_longer_in_the_text_is_a_sentence_too(nobody, drafting):
    debate = drafting.debate()
    drafting.edition(debate, l4=None)
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=4", expects=410)
    assert nobody.page.select_one(f"main a[href$='/rasprave/{debate}/tekst/']")


def test_a_text_that_changed_while_somebody_wrote_is_shown_first(nobody, drafting):
    debate = drafting.debate()
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=3")
    drafting.edition(debate, l3="Траву коси јавно предузеће пет пута годишње.")
    fields = {"text": "Косити три пута.", "name": "М. П.", "email": "m@test.example"}
    nobody.submits(form=FORM, expects=422, looked="1", **fields) if nobody.page.select("[name=looked]") else nobody.submits(form=FORM, **fields)
    assert not drafting.works(lambda db: db.scalars(select(Remark)).all())


def test_a_second_press_makes_one_remark(nobody, drafting):
    debate = drafting.debate()
    nobody.opens(f"/sr/rasprave/{debate}/primedba/?na=3")
    page = nobody.page
    for _ in range(2):
        nobody.page = page
        nobody.address = f"/sr/rasprave/{debate}/primedba/"
        nobody.submits(form=FORM, text="Косити три пута.", name="М. П.", email="m@test.example")
    assert len(drafting.works(lambda db: db.scalars(select(Remark)).all())) == 1


def test_an_organisation_is_named_and_shown(nobody, drafting):
    debate = drafting.debate()
    remarks_on(nobody, debate, kind="organisation", expects=422)
    assert nobody.page.select_one("#organisation-error")
    nobody.submits(form=FORM, organisation="Удружење Зелени Ражањ")
    assert drafting.works(lambda db: db.scalars(select(Remark)).one().shown_name) == "Удружење Зелени Ражањ"


def test_numbers_have_no_gaps_whatever_way_remarks_come(drafting, people):
    debate, citizen = drafting.debate(), people.citizen()
    drafting.sent(debate)
    ids = [drafting.waiting(debate, "Прва."), drafting.on_paper(debate, "Друга."), drafting.sent(debate, "Трећа.", by=citizen)]
    assert [drafting.look(id).number for id in ids] == [1, 2, 3]


def test_a_refused_one_stays_in_the_register_with_number_and_reason(nobody, drafting, mailbox):
    debate = drafting.debate()
    kept = drafting.published(debate, "Ово је у реду.")
    id = drafting.waiting(debate, "Купите нашу косилицу!", email="reklama@test.example")
    drafting.decided(id, Verdict.REFUSE, reason_key="remark_advert")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/")
    assert nobody.sees("реклама")
    assert not nobody.sees("косилицу")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/2/")
    assert nobody.sees("реклама")
    assert drafting.look(kept).number == 1
    assert "zalba" not in nobody.address
    nobody.opens(mailbox.link("reklama@test.example", "moja"))
    nobody.submits(form="form[action*=zalba]", why="То није реклама.")
    drafting.decided(id, by=drafting.people.moderator())
    assert drafting.look(id).state is RemarkState.PUBLISHED


def test_an_opinion_is_no_ground_and_nothing_is_returned(drafting):
    debate = drafting.debate()
    id = drafting.waiting(debate, "Ова одлука не ваља.")
    for verdict, more in ((Verdict.REFUSE, {"reason_text": "Не слажем се."}), (Verdict.REFUSE, {"reason_key": "insult"}), (Verdict.RETURN, {"reason_text": "Преформулишите."})):
        with pytest.raises(NoCannedReason):
            drafting.decided(id, verdict, **more)
    assert drafting.look(id).state is RemarkState.WAITING


def test_black_bars_cover_words_in_text_and_wording(nobody, drafting):
    debate = drafting.debate()
    id = drafting.waiting(debate, "Зовите 064 123 45 67.")
    drafting.decided(id, Verdict.REDACT, redactions={"text": [(7, 20)]})
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert nobody.sees("█") and not nobody.sees("064")


def test_the_register_pages_filters_and_counts(nobody, drafting):
    debate, other = drafting.debate(), drafting.debate(title="Друга")
    drafting.published(other, "Туђа.")
    general = drafting.published(debate, "Начелна.", line=None)
    paper = drafting.on_paper(debate, "На папиру.")
    drafting.decided(paper)
    for n in range(22):
        drafting.published(debate, f"Примедба {n}.")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/")
    assert len(nobody.page.select("ol.register > li")) == 20
    nobody.opens(nobody.page.select_one(".pager .next")["href"])
    assert len(nobody.page.select("ol.register > li")) == 4
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/?na=0")
    assert len(nobody.page.select("ol.register > li")) == 1 and nobody.sees("Начелна.")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/?put=paper")
    assert len(nobody.page.select("ol.register > li")) == 1 and nobody.sees("На папиру.")
    drafting.answered(general)
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/?ishod=accepted")
    assert nobody.sees("Начелна.")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/statistika/")
    found = drafting.works(lambda db: counts(db, debate))
    assert (found.public, found.answered, sum(found.channels.values())) == (24, 1, 24)


def test_counters_are_kept_and_counted_anew(drafting):
    debate = drafting.debate()
    ids = [drafting.published(debate, f"Примедба {n}.", line=line) for n, line in enumerate((3, 3, None))]
    drafting.waiting(debate, "Чека.")
    drafting.answered(ids[0])
    assert drafting.works(lambda db: queries.counts_by_line(db, debate)) == {3: 2, 0: 1}
    with drafting.app.app_context():
        assert drift() == {}

    def spoil(db):
        db.get(Figure, (debate, "line", 3)).number = 7

    drafting.works(spoil)
    with drafting.app.app_context():
        wrong = drift()
    drafting.works(lambda db: actions.mend_figures(db, wrong))
    assert drafting.works(lambda db: queries.counts_by_line(db, debate))[3] == 2


def test_support_counts_once_for_each_person_and_not_for_ones_own(nobody, people, drafting, mailbox):
    debate = drafting.debate()
    id = drafting.published(debate, email="autor@test.example")
    address = f"/sr/rasprave/{debate}/primedbe/1/podrska/"
    for _ in range(2):
        nobody.opens(address)
        nobody.submits(email="sused@test.example")
    assert drafting.look(id).support_count == 0, "not before the address works"
    nobody.opens(mailbox.link("sused@test.example", "podrska"))
    nobody.submits()
    nobody.opens(address)
    nobody.submits(email="sused@test.example")
    assert drafting.look(id).support_count == 1
    nobody.opens(address)
    nobody.submits(email="autor@test.example", expects=422)
    citizen = people.citizen()
    citizen.opens(address)
    citizen.submits()
    assert drafting.look(id).support_count == 2


def test_a_remark_says_on_which_version_it_was_written_and_what_changed_since(nobody, drafting):
    debate = drafting.debate()
    drafting.published(debate, "О трави.", line=3)
    drafting.published(debate, "О дрвећу.", line=4)
    drafting.published(debate, "О крају.", line=5)
    drafting.edition(debate, l3="Траву на јавним површинама коси јавно предузеће три пута годишње.", l4=None)
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/")
    assert nobody.page.select_one("main ins") and nobody.page.select_one("main del")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/2/")
    assert nobody.sees("више није у тексту")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/3/")
    assert not nobody.page.select("main ins")


def test_what_waits_is_nobodys_to_read(nobody, drafting):
    debate = drafting.debate()
    drafting.waiting(debate, "Чека модератора.")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/")
    assert not nobody.sees("Чека модератора.")
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/1/", expects=404)


def test_the_paper_form_bears_a_code_that_the_clerk_types_in(people, nobody, drafting):
    debate = drafting.debate()
    nobody.opens(f"/sr/rasprave/{debate}/obrazac/?na=2")
    code = nobody.page.select_one(".code").text
    assert re.fullmatch(r"2026-\d+/2", code)
    clerk = people.clerk()
    clerk.opens(f"/sr/rasprave/{debate}/unos/")
    clerk.submits(form=FORM, code=code, text="Писано руком.", name="Деда Милоје", received_on="2026-11-23")
    found = drafting.works(lambda db: db.scalars(select(Remark)).one().id)
    assert (drafting.look(found).line, drafting.look(found).channel, drafting.look(found).number) == (2, "paper", 1)
    assert clerk.sees("1")


def test_a_letter_that_came_in_time_is_entered_afterwards(drafting, clock):
    debate = drafting.debate(closes=1)
    clock.moves(days=4)
    id = drafting.on_paper(debate, received_on=date(2026, 11, 24))
    assert drafting.look(id).number == 1
    with pytest.raises(ReceivedTooLate):
        drafting.on_paper(debate, "Закаснела.", received_on=date(2026, 11, 25))


def test_minutes_are_typed_one_after_the_other_and_the_last_is_put_right(people, drafting):
    debate, clerk = drafting.debate(), people.clerk()
    address = f"/sr/rasprave/{debate}/zapisnik/"
    clerk.opens(address)
    for n in range(2):
        clerk.submits(form=FORM, text=f"Реч {n}.", name="Радован", passage="3", received_on="2026-11-23")
        assert clerk.sees(f"{n + 1}")
    clerk.opens(f"{address}?ispravka=da")
    clerk.submits(form=FORM, text="Реч 1, исправљена.")
    texts = drafting.works(lambda db: [(one.number, one.text, one.channel) for one in db.scalars(select(Remark).order_by(Remark.id))])
    assert texts == [(1, "Реч 0.", "hearing"), (2, "Реч 1, исправљена.", "hearing")]


def test_minutes_before_the_day_of_the_hearing_are_refused_beside_the_day_and_nothing_typed_is_lost(people, debating, drafting):
    debate, clerk = drafting.debate(), people.clerk()
    hearing = debating.hearing(debate, days=2)
    clerk.opens(f"/sr/rasprave/{debate}/zapisnik/?tribina={hearing}")
    clerk.submits(form=FORM, text="Реч унапред.", name="Радован Симић", passage="3", received_on="2026-11-25", expects=422)
    assert "Тај дан је ван трајања расправе или је у будућности" in clerk.page.select_one("#received_on-error").text
    assert clerk.page.select_one(".govuk-error-summary a[href='#received_on']")
    assert clerk.page.select_one("#text").text.strip() == "Реч унапред."
    assert clerk.page.select_one("#name")["value"] == "Радован Симић"
    assert clerk.page.select_one("#passage option[selected]")["value"] == "3"

    clerk.submits(form=FORM, received_on="2026-11-22")
    assert [box["value"] for box in clerk.page.select("[name=received_on]")] == ["22", "11", "2026"], "kept for the next speaker"
    clerk.opens(f"/sr/rasprave/{debate}/zapisnik/?ispravka=da")
    assert not clerk.page.select("[name=received_on]"), "who puts a slip right changes no day"
    clerk.submits(form=FORM, text="Реч исправљена.")
    found = drafting.works(lambda db: [(one.text, one.received_on) for one in db.scalars(select(Remark))])
    assert found == [("Реч исправљена.", date(2026, 11, 22))]


def test_nobody_else_enters_for_others(people, nobody, drafting):
    debate = drafting.debate()
    people.citizen().opens(f"/sr/rasprave/{debate}/unos/", expects=403)


def test_a_withdrawn_one_keeps_its_number(nobody, drafting, mailbox):
    debate = drafting.debate()
    id = drafting.waiting(debate, email="m@test.example")
    nobody.opens(mailbox.link("m@test.example", "moja"))
    nobody.submits(form="form[action*=povlacenje]")
    assert drafting.look(id).state is RemarkState.WITHDRAWN
    nobody.opens(f"/sr/rasprave/{debate}/primedbe/")
    assert nobody.page.select("ol.register > li")


def test_hundreds_in_an_hour_are_too_many(drafting, monkeypatch, clock):
    monkeypatch.setattr("portal.features.debates.actions.remarking.MOST_IN_AN_HOUR", 2)
    debate = drafting.debate()
    for n in range(2):
        drafting.sent(debate, f"Број {n}.", email="isti@test.example")
    with pytest.raises(TooManyRemarks):
        drafting.sent(debate, "Још једна.", email="isti@test.example")
    clock.moves(minutes=61)
    drafting.sent(debate, "Још једна.", email="isti@test.example")


def test_the_same_words_twice_count_once(drafting):
    debate = drafting.debate()
    drafting.sent(debate, email="isti@test.example")
    with pytest.raises(SaidAlready):
        drafting.sent(debate, email="isti@test.example")
    drafting.sent(debate, email="isti@test.example", line=4)


def test_a_year_after_the_report_names_are_gone_and_the_register_stays(drafting, clock):
    debate = drafting.debate(closes=1)
    id, other = drafting.published(debate, email="m@test.example"), drafting.published(drafting.debate(), email="d@test.example")
    clock.moves(days=2)
    clerk = drafting.clerk
    drafting.works(lambda db: settle_report(db, debate, by=db.get(Person, clerk.id)) and None)
    clock.moves(days=364)
    drafting.works(actions.forget_authors)
    assert drafting.look(id).author_email == "m@test.example"
    clock.moves(days=1)
    drafting.works(actions.forget_authors)
    found = drafting.look(id)
    assert (found.author_name, found.author_email, found.public_text, found.shown_name) == ("", "", "Косити чешће.", "М. П.")
    assert drafting.look(other).author_email == "d@test.example"




def test_with_the_account_the_person_leaves_the_register_and_the_remark_stays(drafting, people):
    debate, citizen, other = drafting.debate(), people.citizen(name="Јована Јовић"), people.citizen(name="Петар Јовић")
    public = drafting.sent(debate, "Јавна.", by=citizen, name="Јована Јовић")
    drafting.decided(public)
    waiting, theirs = drafting.sent(debate, "Чека.", by=citizen), drafting.sent(debate, "Туђа.", by=other)
    kept = drafting.works(lambda db: export(db, db.get(Person, citizen.id)))
    assert [row["text"] for row in kept["remarks"]] == ["Јавна.", "Чека."]
    drafting.works(lambda db: forget(db, db.get(Person, citizen.id)))
    assert (drafting.look(public).author_name, drafting.look(public).public_text, drafting.look(public).shown_name) == ("", "Јавна.", "Ј. Ј.")
    assert (drafting.look(waiting).state, drafting.look(waiting).text) == (RemarkState.WITHDRAWN, "")
    assert drafting.look(theirs).text == "Туђа."
