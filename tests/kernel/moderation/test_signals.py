"""What the machine notices about a submission; a moderator reads it in words, and nothing is refused because of it."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.features.questions import actions as questions
from portal.features.questions.models import KIND, Question
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.codes import stamp, stamped
from portal.kernel.db import work
from portal.kernel.moderation import queries, signals
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.signals import alike, reading, watch
from portal.kernel.moderation.signals.models import Domain, Sketch, Trace
from portal.kernel.refusals import Stale
from portal.kernel.texts import has_unseen, to_latin
from portal.kernel.texts.sketches import likeness, marks_of
from tests.features.questions.asking import Asking

ROAD = "Када ће општина поправити пут од Витошевца до Скорице, пошто је после зиме пун рупа и деца не могу у школу?"
BUS = "Молим вас да аутобус за Ражањ поново стаје код амбуланте, старији људи не могу да пешаче до окретнице."


@pytest.fixture
def notices(db):
    """Ask what is noticed about a text of somebody, each time about another submission unless it is said."""
    number = iter(range(1, 10_000))

    def ask(text, author="a", **more):
        subject = more.pop("subject_id", None) or next(number)
        with work() as writing:
            return signals.noticed(writing, kind="comment", subject_id=subject, text=text, author_key=author, **more)

    return ask


def kinds(found):
    return {signal["kind"] for signal in found} - {"family"}


def text_of(found, kind):
    return next((signal["text"] for signal in found if signal["kind"] == kind), None)


class TestNearDuplicates:
    @pytest.mark.parametrize("change", [str, to_latin, str.upper, lambda t: t.replace("зиме", "пролећа"), lambda t: f"{t} Хвала!"])
    def test_the_same_from_another_is_found_in_either_script_and_with_a_word_changed(self, notices, change):
        notices(BUS, author="noise")
        notices(ROAD, author="first")
        assert text_of(notices(change(ROAD), author="second"), "alike") == "1 1"

    def test_another_text_and_the_authors_own_are_not_from_others(self, notices):
        notices(ROAD, author="first")
        assert "alike" not in kinds(notices(BUS, author="second"))
        assert "alike" not in kinds(notices(ROAD, author="first"))

    def test_a_text_sent_again_mended_is_not_its_own_double(self, notices, db):
        notices(ROAD, subject_id=7)
        assert "alike" not in kinds(notices(ROAD + " Хвала.", author="a", subject_id=7))
        assert db.scalar(select(func.count()).select_from(Sketch)) == 1

    def test_a_day_and_thirty_days_are_told_apart_and_older_ones_forgotten(self, notices, clock, db):
        notices(ROAD, author="first")
        clock.moves(days=2)
        assert text_of(notices(ROAD, author="second"), "alike") == "0 1"
        clock.moves(days=40)
        assert "alike" not in kinds(notices(ROAD, author="third"))
        with work() as writing:
            signals.sweep(writing)
        db.rollback()
        kept = db.scalars(select(Sketch.id)).all()
        assert len(kept) == 1 and set(db.scalars(select(Trace.sketch_id))) == set(kept)

    def test_a_few_words_are_no_sketch(self, notices):
        notices("Хвала лепо", author="first")
        assert "alike" not in kinds(notices("Хвала лепо", author="second"))

    def test_in_a_flood_of_one_text_a_lookup_reads_a_few_rows(self, notices, db):
        for n in range(150):
            found = notices(ROAD, author=f"a{n}")
        assert text_of(found, "alike") == "100 100", "counting stops at a hundred"
        db.rollback()
        assert db.scalar(select(func.count(Sketch.family.distinct()))) == 1

    def test_unrelated_texts_of_a_flood_do_not_hide_a_double(self, notices):
        notices(ROAD, author="first")
        for n in range(60):
            notices(f"Молим вас да се реши питање број {n} које се тиче улице {n * 7} и дворишта {n * 13} у центру", author=f"n{n}")
        assert "alike" in kinds(notices(to_latin(ROAD), author="second"))

    def test_forgetting_a_submission_forgets_its_sketch(self, app, db):
        id = Asking(app).waiting(text=ROAD)
        with work() as writing:
            from portal.kernel.moderation import actions

            actions.forget(writing, KIND, id)
        db.rollback()
        assert not db.scalar(select(Sketch.id)) and not db.scalar(select(Trace.sketch_id)) and db.scalar(select(Item)).alike is None


@pytest.mark.slow
def test_a_flood_of_two_thousand_costs_the_same_at_its_end(notices):
    def spent(numbers):
        began = time.perf_counter()
        for n in numbers:
            notices(ROAD, author=f"a{n}")
        return time.perf_counter() - began

    early = spent(range(300))
    spent(range(300, 1700))
    assert spent(range(1700, 2000)) < 3 * early


class TestLinks:
    def test_many_links_and_a_site_not_seen_before(self, notices, clock, db):
        found = notices("Види https://nova-kladionica.example/a и www.nova-kladionica.example/b и http://treci.example")
        assert text_of(found, "links") == "3" and text_of(found, "new_domain") == "nova-kladionica.example, treci.example"
        assert text_of(notices("https://treci.example/опет", author="b"), "new_domain") == "treci.example", "new for a week"
        clock.moves(days=8)
        assert kinds(notices("https://treci.example/опет", author="c")) == set()

    def test_five_thousand_links_are_counted_and_fifty_domains_remembered(self, notices, db):
        found = notices(" ".join(f"http://d{n}.example/x" for n in range(5000)))
        assert int(text_of(found, "links")) > 3000
        assert db.scalar(select(func.count()).select_from(Domain)) == 50

    def test_what_only_looks_like_an_address_is_none(self):
        assert reading.domains_of(reading.links_of("http:// http://[::1 www. https://a")) == []


class TestWords:
    @pytest.mark.parametrize("word", ["идиот", "Idiote", "ИДИОТИМА", "iдиот", "идиооот", "и д и о т", "и.д.и.о.т", "ιdιοt", "𝐢𝐝𝐢𝐨𝐭"])
    def test_a_listed_word_is_found_however_it_is_disguised(self, word):
        assert reading.listed_words(f"Ви сте {word}, господине", "идиот*")

    @pytest.mark.parametrize("word", ["неидиот", "ид иот", "марширати", "мар"])
    def test_words_have_boundaries(self, word):
        assert reading.listed_words(f"Ви сте {word} господине", "идиот*\nмарш") == []

    def test_a_megabyte_against_two_thousand_words_is_read_once(self):
        listed = "\n".join(f"реч{n}*" for n in range(2000))
        assert reading.listed_words("а б в г д " * 100_000, listed) == []

    def test_letters_that_only_look_like_ours(self):
        assert reading.disguised_words("Плаћате мιто свима, 𝐡𝐞𝐥𝐥𝐨") == ["мιто", "𝐡𝐞𝐥𝐥𝐨"]
        assert reading.disguised_words("Добар дан, Ελλάδα и ђурђевдан Đorđe") == []

    def test_the_starter_list_finds_insults_and_leaves_plain_questions(self, notices):
        assert "listed" in kinds(notices("Ви сте сви лопуже и кретени"))
        assert kinds(notices(ROAD, author="b")) == set() == kinds(notices(BUS, author="c"))


class TestHowItWasSent:
    def test_marks_of_the_form_become_signals(self, notices):
        assert kinds(notices(ROAD, marks=["trap", "hidden", "after:1", "unsigned", "nonsense"])) == {"trap", "hidden", "fast", "unsigned"}
        assert kinds(notices(BUS, marks=["after:3"])) == set()

    def test_a_stamp_is_ours_or_none(self, app, db):
        moment = now().replace(microsecond=0)
        assert stamped(stamp(moment)) == moment
        for wrong in ("", "5", f"{stamp(moment)}x", stamp(moment).replace(".", ".0", 1), "9" * 30 + ".x", "１２.x"):
            assert stamped(wrong) is None

    def test_unseen_signs(self):
        assert has_unseen("а\u200bб") and has_unseen("\u202eтекст") and not has_unseen("👨\u200d👩\u200d👧 обичан текст")

    def test_many_from_one_author_and_from_one_network(self, app, db, notices, clock):
        asking = Asking(app)
        for _ in range(5):
            asking.does(questions.withdraw, asking.waiting(email="a@test.example"))
        key = db.scalars(select(Item.author_key)).first()
        assert text_of(notices(BUS, author=key), "rate") == "6"
        clock.moves(hours=2)
        assert "rate" not in kinds(notices(BUS, author=key))
        for _ in range(31):
            found = notices("Пут", author="", network="10.0.0.0/24")
        assert text_of(found, "network") == "31" and "network" not in kinds(notices("Пут", network="10.0.1.0/24"))


class TestTheForm:
    def asks(self, browser, **more):
        browser.opens("/sr/pitanja/pitaj/")
        browser.submits(
            form="main form[novalidate]", title="Када ће бити отворена амбуланта?", text="Молим за одговор.", office="predsednik-opstine",
            name="Ана Анић", email="a@test.example", **more,
        )

    def signals_of_the_question(self, app, db):
        db.rollback()
        question = db.scalars(select(Question)).one()
        Asking(app).does(questions.confirm, question.id)
        db.rollback()
        return kinds(db.scalars(select(Item)).one().signals)

    def test_a_filled_trap_and_a_hasty_press_reach_the_queue_marked(self, app, db, nobody, clock):
        self.asks(nobody, homepage="http://spam.example")
        assert self.signals_of_the_question(app, db) == {"trap", "fast"}

    def test_somebody_who_takes_their_time_is_not_marked(self, app, db, nobody, clock):
        nobody.opens("/sr/pitanja/pitaj/")
        clock.moves(seconds=40)
        nobody.submits(form="main form[novalidate]", title="Када ће бити отворена амбуланта?", text="", office="predsednik-opstine", name="Ана Анић", email="a@test.example")
        assert self.signals_of_the_question(app, db) == set()

    def test_a_page_kept_for_a_day_is_honest_and_a_forged_stamp_is_not(self, app, db, nobody, clock):
        nobody.opens("/sr/pitanja/pitaj/")
        clock.moves(hours=20)
        nobody.submits(form="main form[novalidate]", title="Када ће бити отворена\u200b амбуланта?", text="", office="predsednik-opstine", name="Ана Анић", email="a@test.example", opened="1.x")
        assert self.signals_of_the_question(app, db) == {"unsigned", "hidden"}

    def test_nobody_meets_the_trap(self, nobody):
        nobody.opens("/sr/pitanja/pitaj/")
        field = nobody.page.select_one("input[name=homepage]")
        assert field["tabindex"] == "-1" and field["autocomplete"] == "off" and field.find_parent(attrs={"aria-hidden": "true"})


def test_reporters_are_known_by_how_often_they_were_right(app, db):
    with work() as writing:
        for n in range(6):
            signals.settle_report(writing, "key", upheld=n % 3 == 0)
        signals.settle_report(writing, "other", upheld=True)
        signals.settle_report(writing, "key", upheld=False, taken_back=True)
    accuracy = signals.reporter_accuracy(db, "key")
    assert (accuracy.settled, accuracy.upheld, accuracy.share) == (5, 2, 0.4)
    assert signals.reporter_accuracy(db, "other").share is None and signals.reporter_accuracy(db, "nobody").settled == 0


@pytest.mark.parametrize(
    ("version", "label", "why"),
    [("sr", "реч са списка", "Да ли је увреда"), ("lat", "reč sa spiska", "Da li je uvreda"), ("en", "a word from the list", "Whether they insult")],
)
def test_the_moderator_reads_what_was_noticed_and_why_it_matters(app, people, version, label, why):
    Asking(app).waiting("Зашто сте кретени?")
    moderator = people.moderator()
    moderator.opens(f"/{version}/radni-sto/moderacija/")
    shown = moderator.page.select_one(".signals").text
    assert label in shown and why in shown and "кретени" in shown
    assert moderator.page.select_one("textarea[name=black]").text.strip() == "", "only personal data is offered for blacking out"


class TestTheRules:
    def changes(self, by, **more):
        with work() as db:
            before = {name: getattr(signals.watch_now(db), name) for name in ("words", *watch.RANGES)}
            return signals.change_watch(db, **{**before, "seen": 0, **more}, by=by.person(db)).id

    def test_a_next_version_holds_from_now_on_and_the_one_before_stays(self, people, db, notices):
        admin = people.someone(Role.ADMINISTRATOR)
        first = self.changes(admin, words="базен*", links=0)
        with pytest.raises(Stale):
            self.changes(admin, words="други")
        self.changes(admin, words="пијац*", seen=first)
        db.rollback()
        assert [each.words for each in signals.watches(db)] == ["пијац*", "базен*"]
        assert "listed" in kinds(notices("Где је пијаца")) and "listed" not in kinds(notices("Где је базен"))

    def test_the_list_is_edited_on_a_page_and_the_trace_stays(self, people, db):
        moderator = people.moderator()
        moderator.opens("/sr/radni-sto/uprava/uocavanje/")
        moderator.submits(form="form.card", words="пијаца\nпијац*\n\nпијаца", links="x", expects=422)
        assert moderator.page.select_one("textarea").text.split() == ["пијаца", "пијац*", "пијаца"], "what was typed stays"
        moderator.submits(form="form.card", links="4")
        held = signals.watch_now(db)
        assert (held.words, held.links, held.seconds) == ("пијаца\nпијац*", 4, 3)
        assert db.scalar(select(AuditLine).where(AuditLine.act == "municipality.watch")).details["words"] == 2
        people.citizen().opens("/sr/radni-sto/uprava/uocavanje/", expects=403)

    @pytest.mark.parametrize(
        ("words", "refusal"),
        [("а*", watch.WordTooShort), ("две речи", watch.WordTooLong), ("x" * 70, watch.WordTooLong), ("\n".join(f"реч{n}" for n in range(2001)), watch.TooManyWords)],
    )
    def test_a_list_that_nobody_means_is_refused(self, people, db, words, refusal):
        with pytest.raises(refusal):
            self.changes(people.someone(Role.ADMINISTRATOR), words=words)

    def test_a_number_out_of_range_is_refused(self, people, db):
        with pytest.raises(watch.OutOfRange):
            self.changes(people.someone(Role.ADMINISTRATOR), seconds=61)


def test_likeness_of_long_texts_is_nearly_that_of_their_words():
    long = " ".join(f"реч{n}" for n in range(3000))
    half = " ".join(f"реч{n}" for n in range(1500)) + " " + " ".join(f"друга{n}" for n in range(1500))
    assert likeness(marks_of(long), marks_of(long)) == 1.0
    assert likeness(marks_of(long), marks_of(half)) < 0.75


def test_items_of_a_family_are_known_to_each_other(app, db):
    asking = Asking(app)
    one, two, noise = asking.waiting(text=ROAD, email="a@test.example"), asking.waiting(text=ROAD, email="b@test.example"), asking.waiting(text=BUS)
    families = {id: queries.item_of(db, KIND, id).alike for id in (one, two, noise)}
    assert families[one] == families[two] != families[noise]
    assert timedelta(days=30) == alike.KEPT
