"""What a department does with a debate, from its first line to the adopted act."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.features.debates import actions, queries
from portal.features.debates.models import Debate, Edition, Event, EventKind, Hearing, Phase, Stage
from portal.features.debates.refusals.debates import (
    AlreadyOver,
    ClosesTooEarly,
    EndsTooEarly,
    HearingPassed,
    NoEdition,
    NotPreparing,
    NotReported,
    NotRunning,
    NotScheduled,
    ReasonNeeded,
)
from portal.kernel import audit, search
from portal.kernel.clock import now
from portal.kernel.db import Model, session
from portal.kernel.files.actions import in_use
from portal.kernel.files.models import StoredFile
from portal.kernel.jobs import JobRow
from portal.kernel.refusals import Stale
from tests.features.debates.debating import DRAFT, LATER
from tests.kernel.files import samples


def rows_about(db, column: str) -> set[int]:
    """What any table of debates has in a column."""
    tables = [table for table in Model.metadata.sorted_tables if table.name.startswith("portal_debate") and column in table.c]
    return {id for table in tables for id in db.scalars(select(table.c[column]))}


def phase(debate):
    return debate.phase(now())


class TestAnnouncing:
    def test_one_gets_a_number_and_what_is_promised_for_its_kind_is_written_down(self, debating):
        first, second = debating.announced(), debating.announced(title_sr="Нацрт другe одлуке")
        debate = debating.debate(second)
        assert (debating.debate(first).reference, debate.reference) == ("2026-1", "2026-2")
        assert (debate.stage, debate.minimum_days, phase(debate)) == (Stage.ANNOUNCED, 15, Phase.ANNOUNCED)
        assert debate.report_due_at > debate.closes_at + timedelta(days=15)
        assert [event.kind for event in debate.events] == [EventKind.ANNOUNCED]

    def test_nobody_sees_it_before(self, debating, nobody):
        id = debating.prepared()
        debating.published(debating.drafted(id))
        for path in ("", "tekst/", "verzije/1/", "prati/"):
            nobody.opens(f"/sr/rasprave/{id}/{path}", expects=404)
        assert "снегу" not in nobody.opens("/sr/rasprave/").get_text()

    def test_it_needs_a_published_text_and_both_moments(self, debating):
        id = debating.prepared()
        with pytest.raises(NoEdition):
            debating.decides(actions.announce, id)
        other = debating.prepared(closes_at=None)
        debating.published(debating.drafted(other))
        with pytest.raises(NotScheduled):
            debating.decides(actions.announce, other)

    def test_one_whose_beginning_has_passed_opens_at_once(self, debating, clock):
        id = debating.prepared()
        debating.published(debating.drafted(id))
        clock.moves(days=3)
        debating.decides(actions.announce, id)
        assert phase(debating.debate(id)) is Phase.OPEN
        with pytest.raises(NotPreparing):
            debating.decides(actions.announce, id)

    def test_one_that_would_be_over_already_is_refused(self, debating, clock):
        id = debating.prepared(lasts=2)
        debating.published(debating.drafted(id))
        clock.moves(days=9)
        with pytest.raises(ClosesTooEarly):
            debating.decides(actions.announce, id)

    def test_a_short_one_is_announced_with_a_warning(self, debating, people):
        id = debating.prepared(lasts=5)
        debating.published(debating.drafted(id))
        page = debating.official.opens(f"/sr/rasprave/sto/{id}/objava/")
        assert "15" in page.select_one(".notice--error").get_text()
        debating.official.submits(button="Објавите")
        assert debating.debate(id).stage is Stage.ANNOUNCED

    def test_only_an_official_announces(self, debating):
        id = debating.prepared()
        debating.clerk.opens(f"/sr/rasprave/sto/{id}/objava/", expects=403)


class TestTheClock:
    def test_opens_and_closes_to_the_minute_of_belgrade(self, debating, clock):
        debate = debating.debate(debating.announced())
        clock.moment = debate.opens_at - timedelta(seconds=1)
        assert phase(debate) is Phase.ANNOUNCED
        clock.moment = debate.opens_at
        assert debate.takes_remarks(now())
        clock.moment = debate.closes_at - timedelta(seconds=1)
        assert debate.takes_remarks(now())
        clock.moment = debate.closes_at
        assert phase(debate) is Phase.ANALYSIS

    def test_a_finished_page_is_made_anew_when_it_opens(self, debating, clock, nobody):
        debate = debating.debate(debating.announced())
        address = f"/sr/rasprave/{debate.id}/tekst/"
        assert not nobody.opens(address).select(".law__remark")
        clock.moment = debate.opens_at
        assert nobody.opens(address).select(".law__remark")
        clock.moment = debate.closes_at
        assert not nobody.opens(address).select(".law__remark")


class TestPostponing:
    def test_it_moves_the_end_and_the_report_and_keeps_what_they_were(self, debating):
        id = debating.open()
        before = debating.debate(id)
        later = before.closes_at + timedelta(days=5)
        debating.decides(actions.postpone, id, opens_at=before.opens_at, closes_at=later, reason_sr="На молбу месних заједница.")
        debate = debating.debate(id)
        assert (debate.closes_at, debate.report_due_at) == (later, before.report_due_at + timedelta(days=5))
        event = debate.events[-1]
        assert (event.kind, event.reason_sr) == (EventKind.POSTPONED, "На молбу месних заједница.")
        assert event.details["before"]["closes_at"] == before.closes_at.isoformat()

    def test_it_needs_a_reason_and_a_debate_that_runs(self, debating, clock):
        id = debating.open()
        debate = debating.debate(id)
        times = {"opens_at": debate.opens_at, "closes_at": debate.closes_at + timedelta(days=1)}
        with pytest.raises(ReasonNeeded):
            debating.decides(actions.postpone, id, reason_sr="", **times)
        with pytest.raises(ClosesTooEarly):
            debating.decides(actions.postpone, id, reason_sr="Зато.", **{**times, "closes_at": now()})
        clock.moment = debate.closes_at
        with pytest.raises(NotRunning):
            debating.decides(actions.postpone, id, reason_sr="Зато.", **times)

    def test_two_who_postpone_at_once_are_told_apart(self, debating):
        id = debating.open()
        debate = debating.debate(id)
        times = {"opens_at": debate.opens_at, "closes_at": debate.closes_at + timedelta(days=1), "reason_sr": "Зато."}
        debating.decides(actions.postpone, id, seen=debate.version, **times)
        with pytest.raises(Stale):
            debating.decides(actions.postpone, id, seen=debate.version, **times)


class TestTheEnd:
    def test_an_act_is_entered_after_the_report(self, debating, clock):
        id = debating.open()
        with pytest.raises(NotReported):
            debating.decides(actions.adopt, id, title="Одлука о снегу")
        clock.moment = debating.debate(id).closes_at
        debating.decides(actions.settle_report, id)
        debating.decides(actions.adopt, id, title="Одлука о снегу", address="https://example.org/9")
        debate = debating.debate(id)
        assert phase(debate) is Phase.ADOPTED
        assert [event.kind for event in debate.events][-2:] == [EventKind.REPORTED, EventKind.ADOPTED]

    def test_a_report_waits_for_the_end_of_remarks(self, debating):
        with pytest.raises(AlreadyOver):
            debating.decides(actions.settle_report, debating.open())

    def test_one_is_given_up_with_a_reason_that_everybody_reads(self, debating, nobody):
        id = debating.open()
        with pytest.raises(ReasonNeeded):
            debating.decides(actions.abandon, id, reason_sr="")
        debating.decides(actions.abandon, id, reason_sr="Закон је измењен.")
        assert "Закон је измењен." in nobody.opens(f"/sr/rasprave/{id}/").get_text()
        with pytest.raises(AlreadyOver):
            debating.decides(actions.abandon, id, reason_sr="Опет.")


class TestHearings:
    def called(self, hours=30, lasts=2, place="Сала Скупштине"):
        begins = now() + timedelta(hours=hours)
        return actions.Called(starts_at=begins, ends_at=begins + timedelta(hours=lasts), place_sr=place)

    def test_one_is_called_moved_and_cancelled_and_the_timeline_says_so(self, debating):
        id = debating.open()
        hearing = debating.acts(lambda db, me: actions.call(db, id, self.called(), by=me))
        debating.acts(lambda db, me: actions.change_hearing(db, hearing.id, self.called(54), by=me, seen=2))
        debating.acts(lambda db, me: actions.cancel(db, hearing.id, by=me, seen=3, reason_sr="Сала је поплављена."))
        debate = debating.debate(id)
        moved, cancelled = debate.events[-2:]
        assert moved.details["before"]["place_sr"] == "Сала Скупштине"
        assert (cancelled.reason_sr, cancelled.details["cancelled"]) == ("Сала је поплављена.", True)

    def test_one_is_to_come_and_ends_after_it_begins(self, debating):
        id = debating.open()
        for refusal, hours, lasts in ((HearingPassed, -1, 2), (EndsTooEarly, 30, 0)):
            with pytest.raises(refusal):
                debating.acts(lambda db, me, h=hours, n=lasts: actions.call(db, id, self.called(h, n), by=me))


class TestWords:
    def test_what_is_announced_keeps_its_kind_and_its_dates(self, debating):
        id = debating.open()
        page = debating.clerk.opens(f"/sr/rasprave/sto/{id}/podaci/")
        assert not page.select("[name=kind], [name=opens_on]")
        debating.clerk.submits(button="Сачувајте", summary_sr="Другим речима.")
        assert debating.debate(id).summary_sr == "Другим речима."

    def test_what_was_typed_stays_where_the_form_is_refused(self, debating):
        debating.clerk.opens("/sr/rasprave/sto/nova/")
        page = debating.clerk.submits(button="Сачувајте", title_sr="", summary_sr="Остаје.", opens_time="25:70", expects=422)
        assert "Остаје." in page.select_one("[name=summary_sr]").get_text()
        assert page.select("#title_sr-error, #opens_time-error")

    def test_scripts_never_pass(self, debating, nobody):
        id = debating.open(rationale_sr="Зато <script>alert(1)</script> што.")
        assert not nobody.opens(f"/sr/rasprave/{id}/").select(".prose script")


class TestTheSearch:
    def test_finds_the_debate_and_the_article_under_its_anchor(self, debating):
        id = debating.open()
        debating.works()

        def found(words):
            return {hit.kind: hit for hit in search.find(session(), words).hits}

        with debating.app.test_request_context("/sr/"):
            hits = found("чишћење снега")
        assert hits["debate_article"].url_values == {"debate_id": id, "_anchor": "l3"}
        assert hits["debate_article"].title == "Члан 1. Предмет – Нацрт одлуке о снегу"

    def test_a_later_version_takes_the_place_of_the_earlier_one(self, debating):
        id = debating.open()
        edition = debating.second_edition(id)
        debating.works()
        articles = {each.id for each in debating.passages(edition) if each.kind == "article"}
        with debating.app.test_request_context("/sr/"):
            hits = [hit for hit in search.find(session(), "снег казна одлука").hits if hit.kind == "debate_article"]
            hits += [hit for hit in search.find(session(), "динара").hits if hit.kind == "debate_article"]
        assert hits
        assert {hit.subject_id for hit in hits} <= articles


def test_every_act_stands_in_the_audit_log(debating):
    id = debating.open()
    with debating.app.app_context():
        acts = {line.act for line in session().query(audit.AuditLine).filter_by(subject_id=str(id), subject_kind="debate")}
    assert {"debates.prepare", "debates.begin_edition", "debates.publish_edition", "debates.announce"} <= acts


def test_numbers_for_the_plan_count_what_is_public(debating, clock):
    debating.prepared()
    debating.open()
    with debating.app.app_context():
        assert queries.numbers(session()) == {"published": 1, "open": 1, "reported": 0, "versions": 1}


class TestDeleting:
    def test_one_that_was_never_announced_goes_with_its_versions_hearings_and_files(self, debating):
        id, other = debating.prepared(), debating.prepared(title_sr="Друга припрема")
        debating.published(debating.drafted(id))
        debating.drafted(other)
        debating.hearing(id)
        version = debating.debate(id).version
        with pytest.raises(Stale):
            debating.acts(lambda db, me: actions.drop(db, id, by=me, seen=version - 1))
        debating.acts(lambda db, me: actions.drop(db, id, by=me, seen=version))
        left = debating.acts(lambda db, _me: [db.scalars(select(table.debate_id)).all() for table in (Edition, Hearing, Event)])
        assert left == [[other], [], []]
        assert debating.acts(lambda db, _me: (db.get(Debate, id), db.get(Debate, other).id)) == (None, other)
        told = debating.acts(lambda db, _me: db.scalar(select(audit.AuditLine.details).where(audit.AuditLine.act == "debates.drop")))
        assert told["title"] == "Нацрт одлуке о снегу"

    def test_nothing_of_its_files_comparisons_and_jobs_is_left_behind(self, debating, people):
        id, other = debating.prepared(), debating.prepared(title_sr="Друга припрема")
        clerk = people.clerk()
        for debate in (id, other):
            clerk.opens(f"/sr/rasprave/sto/{debate}/verzije/nova/")
            clerk.submits(file=(io.BytesIO(f"{DRAFT}Члан {debate + 3}.\nДодато.".encode()), "nacrt.txt"))
            clerk.opens(f"/sr/rasprave/sto/{debate}/prilozi/")
            clerk.submits(form="main form[enctype]", files=[(io.BytesIO(samples.PDF + str(debate).encode()), "Prilog.pdf")])
        debating.published(debating.acts(lambda db, _me: db.scalar(select(Edition.id).where(Edition.debate_id == id))))
        later = debating.drafted(id, LATER)
        debating.compared(later)
        debating.acts(lambda db, me: actions.compare(db, later, by=me, seen=debating.seen(db, later)))
        before = debating.acts(lambda db, _me: set(db.scalars(select(StoredFile.digest))))
        assert len(before) == 4

        debating.acts(lambda db, me: actions.drop(db, id, by=me, seen=db.get(Debate, id).version))
        debating.works()
        left = debating.acts(lambda db, _me: [(one.name, one.about_id) for one in db.scalars(select(StoredFile))])
        assert sorted(name for name, _about in left) == ["Prilog.pdf", "nacrt.txt"], "what is attached to the other one stays"
        assert debating.acts(lambda db, _me: len(in_use(db, before))) == 2, "the sweeper takes the bytes of the deleted one"
        assert debating.acts(lambda db, _me: rows_about(db, "debate_id")) == {other}
        assert len(debating.acts(lambda db, _me: rows_about(db, "edition_id") - {None})) == 1
        failed = select(JobRow.name, JobRow.fault).where(JobRow.fault != "")
        assert debating.acts(lambda db, _me: db.execute(failed).all()) == []
        clerk.opens(f"/sr/rasprave/sto/{id}/", expects=404)
        clerk.opens(f"/sr/rasprave/sto/{other}/")

    def test_one_that_was_announced_stays_for_good(self, debating, people):
        id, prepared = debating.announced(), debating.prepared(title_sr="Припрема")
        version = debating.debate(id).version
        with pytest.raises(NotPreparing):
            debating.acts(lambda db, me: actions.drop(db, id, by=me, seen=version))
        clerk = people.clerk()
        clerk.opens(f"/sr/rasprave/sto/{id}/brisanje/", expects=404)
        clerk.opens(f"/sr/rasprave/sto/{prepared}/brisanje/")
        clerk.submits(form="main form")
        assert clerk.sees("Расправа је обрисана.") and not clerk.sees("Припрема")
