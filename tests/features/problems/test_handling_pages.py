"""One report for staff: only what the table of changes allows is offered, and each step is taken once, on what was seen."""

import io

from portal.features.problems import actions, queries
from portal.features.problems.models import UPDATE, Canned, EventKind, Problem, State
from portal.kernel import files, photos
from tests.features.problems.reporting import ANSWER
from tests.kernel.photos import samples


def page(id):
    return f"/en/problemi/{id}/uredi/"


def takes(visitor, id, step, expects=200, **fields):
    """Open the page of a report and take one of its steps."""
    visitor.opens(page(id))
    return sends(visitor, step, expects, **fields)


def sends(visitor, step, expects=200, **fields):
    named = {f"{step}-{name}": value for name, value in fields.items()}
    return visitor.submits(form=f"form[action$='/uredi/{step}/']", expects=expects, **named)


def offered(visitor, id):
    visitor.opens(page(id))
    return [form["action"].rstrip("/").rpartition("/")[2] for form in visitor.page.select(".steps-of-report form")]


def state(reporting, id):
    return reporting.look(id, lambda p: p.state)


class TestOffered:
    def test_a_unit_is_offered_what_fits_the_state(self, reporting, unit):
        id = reporting.published()
        assert offered(unit, id) == ["prihvatanje", "odgovor", "reseno", "vest", "pitanje", "nije-nase", "ustupanje", "spajanje", "beleska"]
        reporting.does(actions.accept, id, by=unit)
        assert "prihvatanje" not in offered(unit, id)
        reporting.does(actions.answer, id, ANSWER, by=unit)
        assert "nije-nase" not in offered(unit, id)
        reporting.does(actions.resolve, id, "", by=unit, has_photo=True)
        assert offered(unit, id) == ["ponovo", "beleska"]

    def test_only_who_dispatches_passes_on_and_only_a_moderator_refuses(self, reporting, unit, centre, people):
        id = reporting.published()
        assert "jedinica" in offered(centre, id) and "odbijanje" not in offered(centre, id)
        assert {"jedinica", "odbijanje"} <= set(offered(people.moderator(), id))

    def test_a_report_of_no_unit_is_first_of_all_passed_to_one(self, reporting, centre):
        assert offered(centre, reporting.reported(category="other"))[0] == "jedinica"

    def test_a_joined_report_can_be_separated_and_nothing_else(self, reporting, unit):
        lead, twin = reporting.published(), reporting.published()
        reporting.does(lambda db, problem, by: actions.join(db, problem, db.get(Problem, lead), by=by), twin, by=unit)
        assert offered(unit, twin) == ["razdvajanje", "beleska"]

    def test_every_step_offered_in_every_state_is_legal(self, reporting, unit, people):
        """What the page offers, the verb takes: pressed empty, no step answers that the state forbids it."""
        moderator = people.moderator()
        for make in (reporting.published, lambda: reporting.reported(category="other"), lambda: reporting.answered(by=unit), lambda: reporting.resolved(by=unit)):
            for step in offered(moderator, make()):
                visitor = moderator
                id = make()
                visitor.opens(page(id))
                sends(visitor, step, expects=visitor_expects(step))
                assert "This cannot be done with a report that stands as" not in visitor.page.get_text()


def visitor_expects(step):
    return 200 if step in {"prihvatanje", "razdvajanje", "ponovo"} else 422


class TestSteps:
    def test_taken_on(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "prihvatanje")
        assert state(reporting, id) is State.IN_PROGRESS

    def test_answered_with_a_file_and_in_english(self, reporting, unit, nobody):
        id = reporting.published()
        takes(unit, id, "odgovor", text=ANSWER, text_en="The crew comes on Wednesday.", files=(io.BytesIO(b"Plan radova"), "plan.txt"))
        event = reporting.look(id, lambda p: p.events[-1].id)
        assert state(reporting, id) is State.ANSWERED
        assert reporting.look(id, lambda p: p.events[-1].text_en) == "The crew comes on Wednesday."
        assert reporting._in_work(lambda db: [file.name for file in files.of(db, UPDATE, event)]) == ["plan.txt"]
        assert unit.sees("plan.txt")

    def test_an_answer_that_says_nothing_comes_back_with_what_was_typed(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "odgovor", text="Примљено.", expects=422)
        assert unit.page.select_one("#odgovor[open] textarea").text.strip() == "Примљено."
        assert unit.page.select(".govuk-error-summary a[href='#odgovor-text']")
        assert unit.page.title.text.startswith("Error:")
        assert state(reporting, id) is State.ROUTED

    def test_an_answer_kept_ready_is_where_the_answer_begins(self, reporting, unit):
        id = reporting.published()
        roads = reporting.look(id, lambda p: p.category_id)

        def keep(db):
            db.add(Canned(name_sr="Рупа", name_en="Pothole", text_sr="Рупа ће бити попуњена.", text_en="It will be filled.", category_id=roads))
            db.add(Canned(name_sr="Расвета", name_en="Lamp", text_sr="Лампа.", category_id=roads + 1))

        reporting._in_work(keep)
        unit.opens(page(id))
        assert not unit.sees("Lamp")
        unit.opens(next(a["href"] for a in unit.page.select("#odgovor a") if a.text == "Pothole"))
        texts = [area.text.strip() for area in unit.page.select("#odgovor[open] textarea")]
        assert texts == ["Рупа ће бити попуњена.", "It will be filled."]

    def test_resolved_with_a_photo_as_proof(self, reporting, unit):
        id = reporting.answered(by=unit)
        takes(unit, id, "reseno", text="Попуњено.", pictures=(io.BytesIO(samples.jpeg()), "posle.jpg"))
        event = reporting.look(id, lambda p: p.events[-1].id)
        assert state(reporting, id) is State.RESOLVED
        assert len(reporting._in_work(lambda db: photos.of(db, UPDATE, event))) == 1

    def test_resolved_without_a_photo_says_why(self, reporting, unit):
        id = reporting.answered(by=unit)
        takes(unit, id, "reseno", text="Попуњено.", expects=422)
        assert unit.page.select(".govuk-error-summary a[href='#reseno-no_photo']")
        sends(unit, "reseno", no_photo="Мрак је.")
        assert state(reporting, id) is State.RESOLVED and unit.sees("Мрак је.")

    def test_what_is_said_at_the_resolution_is_the_answer_where_nobody_has_answered(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "reseno", text="Попуњено.", no_photo="Мрак је.", expects=422)
        assert state(reporting, id) is State.ROUTED, "a word is no answer"
        sends(unit, "reseno", text=ANSWER)
        assert reporting.look(id, lambda p: [e.kind for e in p.events][-2:]) == [EventKind.ANSWERED, EventKind.RESOLVED]
        assert reporting.look(id, lambda p: p.round.answered_at == p.round.resolved_at)

    def test_the_reporter_is_asked_and_the_clocks_stand_still(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "pitanje", text="Који мост мислите?")
        assert unit.sees("the clocks stand still: the reporter is asked") and "pitanje" not in offered(unit, id)

    def test_not_mine_leads_back_to_the_desk_for_who_may_not_see_it_any_more(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "nije-nase", text="Ово је државни пут.")
        assert unit.address == "/en/problemi/sto/"
        unit.opens(page(id), expects=403)

    def test_passed_to_another_unit(self, reporting, centre):
        id = reporting.reported(category="other")
        takes(centre, id, "jedinica", unit=str(reporting.unit("jkp")))
        assert reporting.look(id, lambda p: (p.state, p.unit.key)) == (State.ROUTED, "jkp")

    def test_a_unit_without_accounts_gets_a_new_link_and_the_old_one_works_no_more(self, reporting, centre, mailbox, nobody):
        reporting.reachable("jkp", "jkp@test.example")
        id = reporting.published(category="water")
        old = mailbox.link("jkp@", "/veza/")
        takes(centre, id, "veza")
        new = mailbox.link("jkp@", "/veza/")
        nobody.opens(old, expects=404)
        nobody.opens(new)
        assert "veza" not in offered(centre, reporting.published()), "nobody can write to that unit"

    def test_handed_over_with_a_letter_to_print_that_tells_nothing_about_the_citizen(self, reporting, unit):
        id = reporting.published(name="Радмила Стојадинов", phone="064 111 222")
        roads = reporting._in_work(lambda db: next(c.id for c in queries.competences(db) if c.key == "putevi-srbije"))
        takes(unit, id, "ustupanje", competence=str(roads), text="Пут је државни.", reference="ПС-77")
        assert state(reporting, id) is State.NOT_COMPETENT
        unit.opens(next(a["href"] for a in unit.page.select("main a") if a.text == "Print the letter"))
        assert unit.sees("PE Roads of Serbia") and unit.sees("ПС-77") and unit.sees("Велика рупа на путу")
        assert not unit.sees("Радмила") and not unit.sees("064") and not unit.sees("reporter1@")

    def test_refused_by_a_moderator_with_a_reason_and_open_to_an_appeal(self, reporting, people, mailbox):
        id, moderator = reporting.published(), people.moderator()
        takes(moderator, id, "odbijanje", expects=422)
        assert state(reporting, id) is State.ROUTED, "a refusal without a reason is none"
        reason = next(o["value"] for o in moderator.page.select("#odbijanje-reason option") if o["value"])
        sends(moderator, "odbijanje", reason=reason, words="Не ради се о квару.")
        assert state(reporting, id) is State.REFUSED
        letter = mailbox.last("reporter1@").get_body(("plain",)).get_content()
        assert "Не ради се о квару." in letter and "/moje/" in letter, "the reason, and where to appeal"
        assert reporting._in_work(lambda db: item(db, id).may_be_appealed)

    def test_refused_while_it_waits_for_the_moderators_leaves_their_queue(self, reporting, people):
        id = reporting.reported()
        takes(people.moderator(), id, "odbijanje", words="Ово није пријава.")
        assert reporting._in_work(lambda db: item(db, id).is_open) is False

    def test_joined_to_a_likely_one_and_separated_again(self, reporting, unit):
        lead, twin = reporting.published(), reporting.published()
        unit.opens(page(twin))
        assert [radio["value"] for radio in unit.page.select("#spajanje input[type=radio]")] == [str(lead)]
        sends(unit, "spajanje", like=str(lead))
        assert reporting.look(twin, lambda p: (p.state, p.joined_to_id)) == (State.DUPLICATE, lead)
        sends(unit, "razdvajanje")
        assert reporting.look(twin, lambda p: (p.state, p.joined_to_id)) == (State.ROUTED, None)

    def test_joined_by_number(self, reporting, unit):
        lead = reporting.published("Сасвим друга ствар.", category="water", settlement="Ражањ")
        twin = reporting.published()
        takes(unit, twin, "spajanje", into="2026-999", expects=422)
        sends(unit, "spajanje", into=reporting.look(lead, lambda p: p.reference))
        assert reporting.look(twin, lambda p: p.joined_to_id) == lead

    def test_a_note_is_for_colleagues(self, reporting, unit):
        id = reporting.published()
        takes(unit, id, "beleska", text="Звати Перу пре изласка.")
        assert unit.sees("Звати Перу пре изласка.") and unit.sees("only for colleagues")

    def test_opened_again_with_clocks_of_its_own(self, reporting, unit, clock):
        id = reporting.resolved(by=unit)
        clock.moves(days=1)
        unit.signs_in_again()
        takes(unit, id, "ponovo")
        assert state(reporting, id) is State.ROUTED and unit.sees("Round 2") and unit.sees("Round 1")

    def test_a_handed_over_report_that_came_back_is_nobody_elses_any_more(self, reporting, unit):
        id = reporting.published()
        roads = reporting._in_work(lambda db: queries.competences(db)[0].id)
        takes(unit, id, "ustupanje", competence=str(roads))
        sends(unit, "ponovo")
        assert reporting.look(id, lambda p: (p.state, p.competence_id)) == (State.ROUTED, None)


def item(db, id):
    from portal.kernel.moderation.queries import item_of

    return item_of(db, "problem", id)


class TestSafe:
    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, reporting, unit):
        id = reporting.published()
        unit.opens(page(id))
        reporting.does(actions.accept, id, by=unit)
        sends(unit, "odgovor", expects=409, text=ANSWER)
        assert unit.sees(ANSWER), "nothing typed is lost"
        assert state(reporting, id) is State.IN_PROGRESS

    def test_pressed_twice_is_once(self, reporting, unit):
        id = reporting.published()
        unit.opens(page(id))
        first = unit.page
        sends(unit, "vest", text="Екипа је на путу.")
        unit.page = first
        sends(unit, "vest", text="Екипа је на путу.")
        assert reporting.look(id, lambda p: [e.kind for e in p.events].count(EventKind.UPDATE)) == 1

    def test_another_unit_has_no_business_here(self, reporting, people):
        id, other = reporting.published(), people.clerk("jkp")
        other.opens(page(id), expects=403)
        mine = reporting.published(category="water")
        other.opens(page(mine))
        token = other.page.select_one("[name$=csrf_token]")["value"]
        other.sends(f"{page(id)}beleska/", expects=403, **{"beleska-text": "x", "beleska-csrf_token": token, "beleska-seen": "1"})
        assert reporting.look(id, lambda p: EventKind.NOTE not in [e.kind for e in p.events])

    def test_a_citizen_has_none_and_an_unknown_step_does_not_exist(self, reporting, people, unit):
        id = reporting.published()
        people.citizen().opens(page(id), expects=403)
        unit.opens(f"{page(id)}brisanje/", expects=404)
        unit.opens(page(id + 100), expects=404)

    def test_the_public_never_reads_the_reporters_address_or_a_note(self, reporting, unit, nobody):
        id = reporting.published(name="Радмила", phone="064 111 222")
        takes(unit, id, "beleska", text="Звати Перу.")
        assert unit.sees("064 111 222") and unit.sees("reporter1@test.example")
        nobody.opens(f"/en/problemi/{id}/")
        text = str(nobody.page)
        assert not [word for word in ("Радмила", "064 111 222", "reporter1@", "Звати Перу") if word in text]


