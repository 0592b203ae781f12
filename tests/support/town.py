"""A municipality in which everything has happened once: the demonstration, and the states it leaves out."""

import contextvars
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from portal.features.news import actions as news_acts
from portal.features.news.actions.importing import sorted_out
from portal.features.news.models import Category, Fetched, Picture, Revision, Source
from portal.features.news.models import Item as NewsItem
from portal.features.news.rules import feeds
from portal.features.problems import actions as problem_acts
from portal.features.problems import models as problems
from portal.features.questions import actions, queries
from portal.features.questions.actions.time import expire
from portal.features.questions.models import DRAFT, KIND, AnswerKind, Draft, DraftState, Question
from portal.kernel import demo, house, migrate, outbox, tickets, worker
from portal.kernel.access import ANYONE
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts import session as sign_ins
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import clock, local_date, now
from portal.kernel.codes import code_of
from portal.kernel.db import work
from portal.kernel.follows.actions import follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Item, ItemState, Reason, Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Office, Settlement, Topic, Unit
from portal.kernel.organisations import actions as organisations
from portal.kernel.organisations.models import MemberRole
from portal.kernel.organisations.queries import membership
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.throttle import tries
from tests.kernel.files import samples
from tests.kernel.files.keeping import attached
from tests.kernel.photos import samples as photo_samples
from tests.kernel.photos.keeping import attached as photographed
from tests.support import (
    town_applications,
    town_assessing,
    town_calls,
    town_comments,
    town_commission,
    town_debates,
    town_remarks,
    town_surveys,
)
from tests.support.people import Visitor
from tests.support.site import VERSIONS, Site, Walker

DAY = timedelta(days=1)
LOCKED = "127.0.0.0/24"
SIMILAR = "Када ће подневни аутобус Витошевац–Ражањ опет возити?"


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name, where it is, who reads it, what the reader does there first, what is answered at the end."""

    name: str
    path: str | Callable[["Town"], str]
    who: str = ""
    then: Callable[[Walker], None] | None = None
    status: int = 200
    main: bool = False
    is_comparable: bool = True
    is_alphabetical: bool = False

    def __str__(self) -> str:
        return self.name


class Town:
    """The town, and windows through which its people look at it; a window stays open for all pages of its owner.

    A folder in which one was built before holds it still: what is remembered of it lies there in a file.
    """

    def __init__(self, folder: Path, settings: dict[str, object]) -> None:
        self.site = Site({**settings, "PORTAL_ENVIRONMENT": "development", "PORTAL_DEMO": True})
        self.app, self.questions, self.problems, self.tokens = self.site.app, {}, {}, {}
        self._visitors: dict[str, Visitor | None] = {"": None}
        self._windows: dict[tuple[str, bool], Walker] = {}
        remembered = folder / "town.json"
        if remembered.is_file():
            vars(self).update(json.loads(remembered.read_text(encoding="utf-8")))
        else:
            self.site.inside(self._fill)
            known = {name: what for name, what in vars(self).items() if name not in {"site", "app"} and not name.startswith("_")}
            remembered.write_text(json.dumps(known), encoding="utf-8")
        self._break_a_page()
        self.passwords = {p["email"]: p["password"] for p in json.loads((folder / demo.ACCOUNTS).read_text(encoding="utf-8"))}
        self.site.mailbox.sends()

    def _fill(self) -> None:
        migrate.upgrade()
        house.after_upgrade()
        demo.run()
        with work() as db:
            rows = {row["title"]: row["key"] for row in demo.content()["questions"]}
            self.questions = {rows[q.title]: q.id for q in db.scalars(select(Question)) if q.title in rows}
            self.stories = {row["story"]: self.questions[row["key"]] for row in demo.content()["questions"] if row["key"] in self.questions}
            self.people = {row["key"]: demo.person(db, row["key"]).id for row in demo.content()["people"]}
        self._expired()
        with work() as db:
            self._more_states(db)
        self._attachments()
        self._news()
        with work() as db:
            self.comments = town_comments.talk(db, self.app.extensions["portal"].queues["comment"], self.news["pictured"], self.news["serbian"])
        self._reports()
        self.debates, letters = town_debates.told()
        self.calls = town_calls.told()
        self.surveys = town_surveys.told()
        with work() as db:
            self._links(db)
        self.tokens |= letters
        with work() as db:
            self._organisations(db)
        self.remarks, letters = town_remarks.told(self.debates)
        self.tokens |= letters
        with work() as db:
            self._things(db)
            for _ in range(21):
                tries(db, f"code:{LOCKED}", timedelta(minutes=15))
        self.applications = town_applications.told(self.app)
        self.staff = {role.value: self.site.people.someone(role).id for role in (Role.ADMINISTRATOR, Role.MODERATOR)}
        self.commissions = town_commission.told(self.app, self.people["commission"])
        self.assessed = town_assessing.told(self.app, self.people["commission"], self.people["applicant"])
        with work() as db:
            for person in db.scalars(select(Person).where(Person.name.like("Commission %"))):
                person.name = f"Члан Комисије {person.id}"

    def _asked(self, title: str, text: str = "", email: str = "pitanje@primer.rs") -> actions.Asked:
        return actions.Asked(title=title, text=text, name="Милица Јовановић", email=email, office_key="predsednik-opstine")

    def _expired(self) -> None:
        with clock.standing_at(now() - 9 * DAY), work() as db:
            self.questions["expired"] = actions.ask(db, self._asked("Ово питање нико није потврдио?"), by=None).id
            db.flush()
        with work() as db:
            expire(db)

    def _decide(self, db: Any, question: Question, verdict: Verdict, **more: Any) -> None:
        item = item_of(db, KIND, question.id)
        queue = self.app.extensions["portal"].queues[KIND]
        moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=demo.person(db, "moderator"), **more)

    def _more_states(self, db: Any) -> None:
        moderation.claim(db, demo.person(db, "moderator-2"), None)
        texts = {
            "unconfirmed": "Када се поправља расвета у Улици Партизанској?",
            "came-back": "Колико кошта прикључак на водовод у Скорици?",
            "suspicious": "Зашто нико не подиже слушалицу кад зовем општину?",
            "in-latin": "Da li će u Smilovcu biti novih kontejnera za reciklažu?",
            "appealed": "Зашто је мој предлог одбијен без разговора?",
            "refused-now": "Да ли председник зна шта раде његови људи?",
            "returned-now": "Шта је са путем?",
            "open": "Када се асфалтира пут кроз Подгорац?",
            "linked": "Хоће ли библиотека радити суботом?",
            "with-files": "Где може да се прочита план јавних набавки?",
            "with-draft": "Колико је општина дала за путеве ове године?",
        }
        for key, title in texts.items():
            text = "Зовем три дана, мој број је 064 123 45 67, јавите се на ana@primer.rs." if key == "suspicious" else "Молим за рок."
            question = actions.ask(db, self._asked(title, text, email=f"{key}@primer.rs"), by=None)
            db.flush()
            self.questions[key] = question.id
            if key not in {"unconfirmed", "came-back"}:
                actions.confirm(db, question)
                db.flush()
        load = lambda key: db.get_one(Question, self.questions[key])  # noqa: E731
        for key in ("appealed", "refused-now"):
            reason = db.scalars(select(Reason).where(Reason.kind.in_(["", KIND]), Reason.verdict == Verdict.REFUSE)).first()
            self._decide(db, load(key), Verdict.REFUSE, reason_key=reason.key)
        actions.appeal(db, load("appealed"), "Нисам никога увредио, само питам.")
        reason = db.scalars(select(Reason).where(Reason.kind.in_(["", KIND]), Reason.verdict == Verdict.RETURN)).first()
        self._decide(db, load("returned-now"), Verdict.RETURN, reason_key=reason.key)
        for key in ("open", "linked", "with-files", "with-draft"):
            self._decide(db, load(key), Verdict.APPROVE)
        actions.ask(db, self._asked("Питање после узимања у руке?", email="posle@primer.rs"), by=demo.person(db, "citizen"))
        db.flush()
        bounced = db.scalars(select(Notice).where(Notice.about_kind == KIND, Notice.about_id == self.questions["came-back"])).first()
        bounced.state, bounced.fault = NoticeState.BOUNCED, "550 5.1.1 no such user"
        clerk = demo.person(db, "service-centre")
        self.questions["assisted"] = actions.ask(
            db, self._asked("Када ради матичар у Скорици?", email=""), by=None, entered_by=clerk
        ).id

    def _attachments(self) -> None:
        """An answer with a document that was checked, and a draft with one that still waits."""
        drafts = {}
        for key in ("with-files", "with-draft"):
            with work() as db:
                mayor, question = demo.person(db, "official-mayor"), db.get_one(Question, self.questions[key])
                draft = actions.save_draft(db, question, kind=AnswerKind.ANSWER, text="План је у прилогу.", by=mayor)
                db.flush()
                drafts[key] = draft.id
            attached(samples.PDF, "План набавки 2026.pdf", kind=DRAFT, id=drafts[key])
            if key == "with-files":
                worker.once(self.app)
        with work() as db:
            actions.approve(db, db.get_one(Draft, drafts["with-files"]), by=demo.person(db, "official-mayor"))

    def _news(self) -> None:
        """News in the states that the demonstration leaves out: withdrawn, and changed at its source."""
        with work() as db:
            found = {item.title_sr: item for item in db.scalars(select(NewsItem))}
            by_word = {"pictured": "Почели радови", "corrected": "Без воде", "attached": "Седница", "scheduled": "Главна улица", "draft": "Зимска служба", "over": "Конкурс за стипендије", "serbian": "Нови контејнери"}
            self.news = {key: next(item.id for title, item in found.items() if title.startswith(word)) for key, word in by_word.items()}
            editor, gone = demo.person(db, "editor"), next(item for title, item in found.items() if title.startswith("Турнир"))
            news_acts.withdraw(db, gone.id, by=editor, seen=gone.version, reason_sr="Резултати су били погрешни.", reason_en="The results were wrong.")
            source = db.scalars(select(Source)).one()
            took = _gathered(db, source.id, "Ново аутобуско стајалиште код школе", "Стајалиште је постављено.")
            news_acts.take_in(db, source.id, took)
        with work() as db:
            news_acts.take_in(db, source.id, _gathered(db, source.id, "Ново аутобуско стајалиште код школе", "Стајалиште је постављено и осветљено."))
            first = {name: db.scalars(select(model.id)).first() for name, model in (("news-category", Category), ("news-source", Source), ("news-picture", Picture), ("news-revision", Revision))}
        self.news |= {"withdrawn": gone.id, "proposed": max(self.news.values()) + 1}
        self.news_things = first

    def _reports(self) -> None:
        """Reports of problems in the states in which staff and units meet them."""
        said = {
            "of-nobody": ("other", "Ко чисти сеоску чесму у Смиловцу?"),
            "in-progress": ("roads", "Рупа на путу је све већа, кола једва пролазе."),
            "twin": ("roads", "Рупа на путу код моста, кола једва пролазе."),
            "wrong-photo": ("roads", "Банкина је одроњена, фотографија је у прилогу."),
            "linked": ("water", "Пукла је цев и вода тече улицом."),
            "handed-over": ("roads", "Рупа на државном путу, код раскрснице."),
            "resolved": ("lighting", "Не ради светиљка код школе."),
            "assisted": ("waste", "Канта није испражњена већ две недеље."),
            "asked": ("roads", "Рупа негде у горњој мали."),
            "refused": ("noise", "Комшија ми смета."),
        }
        with work() as db:
            clerk, moderator = demo.person(db, "clerk-urbanism"), demo.person(db, "moderator")
            village = db.scalars(select(Settlement).order_by(Settlement.id)).first()
            for key, (category, text) in said.items():
                assisted = {"channel": problems.Channel.PHONE} if key == "assisted" else {}
                report = problem_acts.Report(
                    category_key=category, settlement_id=village.id, place="код другог моста", text=text,
                    email=f"prijava-{key}@primer.rs", phone="063 222 333", name="Милица Јовановић", lat=43.67, lon=21.55, accuracy=40, **assisted,
                )
                entered = {"entered_by": demo.person(db, "service-centre")} if assisted else {}
                self.problems[key] = problem_acts.submit(db, report, by=None, **entered).id
            db.flush()
            load = lambda key: problem_acts.load(db, self.problems[key])  # noqa: E731
            for key in said:
                item = item_of(db, problems.KIND, self.problems[key])
                if key == "refused":
                    moderation.decide(db, self.app.extensions["portal"].queues[problems.KIND], item.id, seen=item.version, verdict=Verdict.REFUSE, by=moderator, reason_text="Није комунални проблем.")
                elif key not in {"assisted", "of-nobody"}:
                    moderation.decide(db, self.app.extensions["portal"].queues[problems.KIND], item.id, seen=item.version, verdict=Verdict.APPROVE, by=moderator)
            problem_acts.accept(db, load("in-progress"), by=clerk)
            problem_acts.note(db, load("in-progress"), "Звати Перу пре изласка на терен.", by=clerk)
            problem_acts.ask_reporter(db, load("in-progress"), "Који мост мислите?", by=clerk)
            problem_acts.reply(db, load("in-progress"), "Онај код школе.", by=None)
            problem_acts.ask_reporter(db, load("asked"), "Која кућа је најближа?", by=clerk)
            problem_acts.answer(db, load("linked"), "Екипа излази на терен данас, вода стиже до вечери.", by=None, by_link=True)
            roads = db.scalars(select(problems.Competence).where(problems.Competence.key == "putevi-srbije")).one()
            problem_acts.hand_over(db, load("handed-over"), roads, "Пут је државни.", by=clerk, reference="ПС-77")
            problem_acts.answer(db, load("resolved"), "Светиљка ће бити замењена до краја недеље.", by=clerk)
            problem_acts.resolve(db, load("resolved"), "Замењена је.", by=clerk, has_photo=False, no_photo="Био је мрак.")
            unit = db.scalars(select(Unit).where(Unit.key == "jkp")).one()
            about = {"subject_kind": problems.KIND, "subject_id": self.problems["linked"], "data": {"unit": unit.id}}
            self.tokens["unit"] = tickets.make(db, "problems.unit", lasts=DAY, **about)
            self.tokens["me-too"] = tickets.make(db, "problems.follow", lasts=DAY, subject_kind=problems.KIND, subject_id=self.problems["linked"], data={"follow": 0})
            self.tokens["area"] = tickets.make(db, "problems.follow", lasts=DAY, subject_kind="problem_area", subject_id=0, data={"follow": 0})
        self.photo = photographed(photo_samples.jpeg(), kind=problems.KIND, id=self.problems["wrong-photo"])
        worker.once(self.app)

    def _organisations(self, db: Any) -> None:
        """The association of the demonstration invites the baker, and knows until when its assistant is authorised."""
        found, owner, citizen = demo.organisation(db, "koraci"), demo.person(db, "applicant"), demo.person(db, "citizen")
        member = membership(db, citizen.id, found.id)
        until = organisations.Mandate(text="Пише пријаве удружења.", until=local_date(now()) + 30 * DAY)
        organisations.set_mandate(db, found.id, member.id, until, by=owner, seen=member.version)
        invited = organisations.invite(db, found.id, demo.person(db, "baker").email, MemberRole.REPRESENTATIVE, by=owner)
        self.tokens["organisation"] = tickets.make(
            db, "organisations.invitation", lasts=DAY, subject_kind="organisation_invitation", subject_id=invited.id
        )
        self.organisation = {"id": found.id, "member": member.id, "invitation": invited.id, "other": demo.organisation(db, "klasje").id}

    def _links(self, db: Any) -> None:
        def make(name: str, purpose: str, key: str = "", **more: Any) -> None:
            subject = {"subject_kind": KIND, "subject_id": self.questions[key]} if key else {}
            self.tokens[name] = tickets.make(db, purpose, lasts=DAY, **subject, **more)

        make("confirm", "questions.confirm", "unconfirmed")
        make("answer", "questions.answer", "linked")
        guest = follow(db, KIND, self.questions["open"], Recipient("pratilac@primer.rs", "sr"), confirmed=False)
        self.tokens["unfollow"] = follow(db, KIND, self.questions["open"], Recipient("drugi@primer.rs", "sr"), confirmed=True).token
        make("follow", "questions.follow", "open", data={"follow": guest.id})
        signing_up = {"email": "nova@primer.rs", "name": "Нова Новић", "password_hash": "", "version_key": "sr", "browser": ""}
        make("sign-up", "accounts.sign_up", data=signing_up)
        make("reset", "accounts.reset", person_id=self.people["citizen"])
        make("email", "accounts.email", person_id=self.people["citizen"], data={"email": "druga@primer.rs"})
        invited = accounts.add_person(db, email="pozvana@primer.rs", name="Позвана Особа", roles=[(Role.CLERK, "")], confirmed=False)
        db.flush()
        make("invitation", "accounts.invitation", person_id=invited.id)
        new = accounts.add_person(db, email="novi-moderator@primer.rs", name="Нови Модератор", roles=[(Role.MODERATOR, "")])
        db.flush()
        self.people["new-moderator"], self.people["invited"] = new.id, invited.id
        for key in ("moderator", "new-moderator"):
            self.tokens[f"half {key}"] = sign_ins.begin(db, db.get_one(Person, self.people[key]), "test browser")

    def _things(self, db: Any) -> None:
        office = db.scalars(select(Office).where(Office.key == "odbornik-1")).one()
        notice = db.scalars(select(Notice).where(Notice.state == NoticeState.BOUNCED)).first()
        item = db.scalars(select(Item).where(Item.state == ItemState.PENDING)).first()
        draft = next(d for q in db.scalars(select(Question)) if (d := queries.draft_of(db, q.id)) and d.state == DraftState.SUBMITTED)
        first = {name: db.scalars(select(model.id)).first() for name, model in (("topic", Topic), ("unit", Unit), ("settlement", Settlement), ("reason", Reason))}
        self.things = {**first, "term": office.terms[-1].id, "notice": notice.id, "item": item.id, "draft": draft.id, "drafted": draft.question_id}
        for other in ("demo", "test"):
            outbox.post(db, "questions.confirm", Recipient(f"{other}@primer.rs", "sr"), {"id": self.questions["unconfirmed"], "title": "?", "token": "x"})

    def _break_a_page(self) -> None:
        def broken() -> str:
            raise ZeroDivisionError("a fault of ours, on purpose")

        broken.permission = ANYONE
        self.app.view_functions["portal.questions.feed"] = broken

    def question(self, key: str) -> int:
        """Return a question by its key, or by the kind of story it has in the demonstration."""
        return self.questions.get(key) or self.stories[key]

    def report_page(self, name: str) -> str:
        """Return the page of a report's own reporter."""
        id = self.problems[name]
        return f"problemi/moje/{id}/{self.site.inside(code_of, problems.KIND, id)}/"

    def own(self, key: str) -> str:
        """Return the address of the page that only the asker knows."""
        id = self.question(key)
        return f"pitanja/moje/{id}/{self.site.inside(code_of, KIND, id)}/"

    def _visitor(self, who: str) -> Visitor | None:
        if who not in self._visitors:
            if f"half {who.removeprefix('half ')}" == who:
                self._visitors[who] = Visitor(self.app, 0, who, "", self.tokens[who])
            else:
                self._visitors[who] = self.site.inside(self._enters, who)
        return self._visitors[who]

    def _enters(self, key: str) -> Visitor:
        with work() as db:
            person = db.get_one(Person, self.staff.get(key) or self.people[key])
            token = sign_ins.begin(db, person, "Firefox, Android", second_factor=True)
            return Visitor(self.app, person.id, person.name, person.email or "", token)

    def window(self, browser: Browser, who: str = "", *, scripts: bool = True) -> Walker:
        """Return the window of somebody, opened at the first need; one without the page's own scripts is another one."""
        if (who, scripts) not in self._windows:
            context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            if not scripts:
                context.route("**/portal.js*", lambda route: route.abort())
            walker = Walker(self.site, context, "sr", scripts=scripts)
            if (visitor := self._visitor(who)) is not None:
                walker.carries(visitor)
            walker.password = self.passwords.get(visitor.email, "") if visitor else ""
            self._windows[who, scripts] = walker
        return self._windows[who, scripts]

    def visits(self, browser: Browser, kind: Kind, version: str, *, scripts: bool = True) -> Walker:
        """Open a kind of page in a version and bring it to the state that it is about."""
        walker = self.window(browser, kind.who, scripts=scripts)
        walker.version = version
        walker.page.set_viewport_size({"width": 1280, "height": 900})
        path = kind.path if isinstance(kind.path, str) else contextvars.copy_context().run(kind.path, self)
        walker.opens(path, expects=kind.status if kind.then is None else 200)
        if kind.then is not None:
            kind.then(walker)
        return walker

    def close(self) -> None:
        """Close the windows and the server."""
        for walker in self._windows.values():
            walker.context.close()
        self.site.close()


def _gathered(db: Any, source_id: int, title: str, text: str) -> news_acts.Gathered:
    """What an import brings of one entry of a feed."""
    feed = f"<rss version='2.0'><channel><item><guid>1</guid><link>https://stari.primer.rs/1</link><title>{title}</title><description>{text}</description></item></channel></rss>"
    found = news_acts.Gathered(Fetched.DONE)
    return sorted_out(db, source_id, feeds.stories(feed.encode(), "https://stari.primer.rs/feed/"), None, found)


def _send(walker: Walker) -> None:
    """Press the first button of the main form."""
    with walker.page.expect_navigation():
        walker.page.locator("main form[method=post] button:not([type=button])").last.click()


def _half_a_row(walker: Walker) -> None:
    """Give points by one criterion only, then send."""
    boxes = walker.page.locator("main .marks input")
    boxes.first.fill("700")
    boxes.nth(1).fill("")
    _send(walker)


def _changed_receipt(walker: Walker) -> None:
    """Verify something that is no receipt."""
    town_applications.paste(walker, "{}")


def _close(walker: Walker) -> None:
    """Close the account without a reason."""
    with walker.page.expect_navigation():
        walker.page.locator("main form .govuk-button--warning").click()


def _wrong_day(walker: Walker) -> None:
    """Save a day that does not exist."""
    walker.page.locator("#until").fill("31")
    walker.page.locator("#until-month").fill("2")
    with walker.page.expect_navigation():
        walker.page.locator("main form.card button:not([type=button])").first.click()


def _ask_what_was_asked(walker: Walker) -> None:
    walker.writes("Your question in one sentence", SIMILAR)
    walker.writes("Your first and last name", "Радмила Стојадинов")
    walker.writes("Your e-mail address", "radmila@primer.rs")
    walker.field("Whom are you asking?").select_option("predsednik-opstine")
    walker.presses("Send the question")


def _give_a_wrong_password(walker: Walker) -> None:
    walker.page.locator("#email").fill("nema@primer.rs")
    walker.page.locator("#password").fill("погрешна лозинка")
    _send(walker)


def _join(walker: Walker) -> None:
    walker.page.locator("#email").fill("i-ja@primer.rs")
    _send(walker)


def _issue_a_key(walker: Walker) -> None:
    walker.writes("Whose program is it?", "Моја улица, град Крушевац")
    walker.writes("Contact", "podrska@primer.rs")
    _send(walker)


def _make_codes(walker: Walker) -> None:
    walker.page.locator("#password").fill(walker.password)
    _send(walker)


def _decide_without_reason(walker: Walker) -> None:
    walker.page.locator("details[data-act=reasons] summary").first.click()
    walker.decides(walker.page.locator("button[value=refuse]").first)


def _tick_two(walker: Walker) -> None:
    for box in walker.page.locator("label[for^=tick-]").all()[-2:]:
        box.click()
    walker.page.locator("#several-reason").select_option("other")
    walker.page.locator("#several textarea").fill("Ово је проба.")
    with walker.page.expect_navigation():
        walker.page.locator("#several button[value=refuse]").click()


def _decide_on_what_changed(walker: Walker) -> None:
    form = walker.page.locator("main [data-item] form").first
    form.locator("input[name=seen]").evaluate("field => { field.value = 99 }")
    with walker.page.expect_navigation():
        form.locator("button[value=approve]").click()


def _find_often(walker: Walker) -> None:
    walker.page.locator("#reference").fill("2026-1")
    walker.page.locator("#code").fill("АБВГД")
    _send(walker)


def _send_too_much(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form[method=post]").last.evaluate("""form => {
          form.insertAdjacentHTML("beforeend", "<input type=hidden name=more>");
          form.elements.more.value = "a".repeat(17 * 1024 * 1024);
          form.submit();
        }""")


def _send_where_nothing_is_taken(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form").first.evaluate("form => { form.method = 'post'; form.submit() }")


def _come_during_maintenance(walker: Walker) -> None:
    config = walker.site.app.config
    config["PORTAL_MAINTENANCE"] = True
    try:
        walker.page.reload()
    finally:
        config["PORTAL_MAINTENANCE"] = False


def _answer_nothing(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("#odgovor form button").last.click()


def _save_nothing(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form button:not([type=button])").first.click()


def _open_everything(walker: Walker) -> None:
    folds = walker.page.locator("main details:not([open]) > summary:visible")
    for _ in range(folds.count()):
        folds.first.click()


def _send_first_step(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form[method=get] button").click()


def _report_what_was_reported(walker: Walker) -> None:
    walker.writes("Where exactly?", "код другог моста")
    walker.writes("What is the problem?", "Рупа на путу код моста, зовите 064 123 45 67.")
    walker.presses("Send the report")


def _public_report(name: str, ending: str = "") -> Callable[[Town], str]:
    return lambda town: f"problemi/{town.problems[name]}/{ending}"


def _at(name: str, ending: str = "") -> Callable[[Town], str]:
    return lambda town: f"pitanja/{town.question(name)}/{ending}"


def _report(name: str, ending: str = "uredi/") -> Callable[[Town], str]:
    return lambda town: f"problemi/{town.problems[name]}/{ending}"


def _own(name: str) -> Callable[[Town], str]:
    return lambda town: town.own(name)


def _link(before: str, token: str) -> Callable[[Town], str]:
    return lambda town: f"{before}{town.tokens[token]}/"


def _news(name: str, before: str = "", after: str = "") -> Callable[[Town], str]:
    return lambda town: f"vesti/{before}{town.news[name]}/{after}"


def _debate(name: str, before: str = "", after: str = "") -> Callable[[Town], str]:
    return lambda town: f"rasprave/{before}{town.debates[name]}/{after}"


def _commission(state: str, after: str = "", before: str = "komisija/") -> Callable[[Town], str]:
    return lambda town: f"konkursi/{before}{town.commissions[state]}/{after}"


def _assessed(state: str, after: str, before: str = "komisija/") -> Callable[[Town], str]:
    return lambda town: f"konkursi/{before}{town.assessed[state]}/{after.format(one=town.assessed.get(state + '-one'), **town.assessed)}"


def _remark(key: str, after: str = "") -> Callable[[Town], str]:
    return lambda town: f"rasprave/{town.remarks[key][2]}/primedbe/{town.remarks[key][1]}/{after}"


def _own_remark(key: str) -> Callable[[Town], str]:
    return lambda town: f"rasprave/primedba/moja/{town.remarks[key][0]}/{town.remarks[key][3]}/"


def _on_a_passage(town: Town) -> str:
    return f"rasprave/{town.debates['open']}/primedba/?na=9"


def _entry_receipt(town: Town) -> str:
    return f"rasprave/{town.debates['open']}/unos/{town.remarks['receipt']}/potvrda/"


def _together(town: Town) -> str:
    return f"rasprave/{town.debates['open']}/odgovori/zajedno/?primedba={town.remarks['public'][0]}"


def _change_wording(walker: Walker) -> None:
    walker.page.locator("#wording").fill("Овом одлуком уређује се нешто сасвим друго.")
    walker.page.locator("#name").fill("Милица Јовановић")
    walker.page.locator("#email").fill("milica@primer.rs")
    _send(walker)


def _answer_all(walker: Walker) -> None:
    walker.page.locator("#disposition").check(force=True)
    walker.page.locator("#reason_sr").fill("Прихвата се.")
    _send(walker)


def _passage_emptied(walker: Walker) -> None:
    walker.page.locator("main .passage textarea").nth(2).fill("")
    _save_words(walker)


def _said(name: str) -> Callable[[Town], str]:
    return lambda town: f"komentari/{town.comments[name]}"


def _news_thing(before: str, name: str) -> Callable[[Town], str]:
    return lambda town: f"vesti/{before}{town.news_things[name]}/"


def _save_words(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form button.govuk-button[name=save]").click()


def _preview(walker: Walker) -> None:
    with walker.page.expect_navigation():
        walker.page.locator("main form button[name=preview]").click()


_application = town_applications.place


def _survey(name: str, after: str = "") -> Callable[["Town"], str]:
    return lambda town: f"ankete/sto/{town.surveys[name]}/{after}"


def _call(name: str, before: str = "", after: str = "") -> Callable[[Town], str]:
    return lambda town: f"konkursi/{before}{town.calls[name]}/{after}"


def _asks_by_name(walker: Walker) -> None:
    walker.writes("Your question", "Јавите ми одговор на 064 123 45 67.")
    walker.presses("Send the question")


def _organisation(after: str = "", before: str = "nalog/organizacije/") -> Callable[[Town], str]:
    return lambda town: f"{before}{after}".format(**town.organisation)


def _of(before: str, thing: str, after: str = "") -> Callable[[Town], str]:
    return lambda town: f"{before}{town.things[thing]}/{after}"


PUBLIC = (
    Kind("home", "", main=True),
    Kind("call-opened", _commission("opened", "otvaranje/", ""), main=True),
    Kind("call-results", _assessed("decided", "rezultati/", ""), main=True),
    Kind("call-results-listed", _assessed("listed", "rezultati/", "")),
    Kind("call-record", lambda town: f"konkursi/{town.calls['destroyed']}/cuvanje/", main=True),
    Kind("call-record-kept", _assessed("decided", "cuvanje/", "")),
    Kind("call-own-result", _assessed("free", "prijave/{one}/bodovi/", ""), who="applicant", main=True),
    Kind("call-own-result-errors", _assessed("free", "prijave/{one}/bodovi/", ""), who="applicant", then=_send),
    Kind("call-own-result-answered", _assessed("decided", "prijave/{one}/bodovi/", ""), who="applicant"),
    Kind("call-insight", _assessed("listed", "uvid/", ""), who="applicant"),
    Kind("list", "pitanja/", main=True),
    Kind("list-filtered", "pitanja/?funkcija=predsednik-opstine&odgovor=da"),
    Kind("list-empty", "pitanja/?od=2031-01-01"),
    Kind("question-open", _at("open"), main=True),
    Kind("question-answered", _at("autobus-vitosevac"), main=True),
    Kind("question-late", _at("overdue")),
    Kind("question-redacted", _at("redacted")),
    Kind("question-merged", _at("merged")),
    Kind("question-corrected", _at("corrected")),
    Kind("question-holding", _at("holding")),
    Kind("question-standard", _at("standard")),
    Kind("question-followed-up", _at("follow_up")),
    Kind("question-with-files", _at("with-files")),
    Kind("ask", "pitanja/pitaj/", main=True),
    Kind("ask-errors", "pitanja/pitaj/", then=lambda w: w.presses("Send the question"), main=True),
    Kind("ask-similar", "pitanja/pitaj/", then=_ask_what_was_asked, main=True),
    Kind("ask-signed-in", "pitanja/pitaj/", who="citizen"),
    Kind("sent", lambda town: town.own("unconfirmed").replace("/moje/", "/poslato/"), main=True),
    Kind("sent-signed-in", lambda town: town.own("suspicious").replace("/moje/", "/poslato/")),
    Kind("confirm", _link("pitanja/potvrda/", "confirm"), main=True),
    Kind("link-spent", "pitanja/potvrda/potrosena-veza/", status=404),
    *(Kind(f"own-{key}", _own(key)) for key in ("unconfirmed", "came-back", "suspicious", "returned-now", "appealed", "withdrawn", "expired")),
    Kind("own-refused", _own("refused-now"), main=True),
    Kind("own-published", _own("open")),
    Kind("own-answered", _own("autobus-vitosevac"), then=_open_everything),
    Kind("join", _at("open", "i-ja/")),
    Kind("join-errors", _at("open", "i-ja/"), then=_send),
    Kind("joined", _at("open", "i-ja/"), then=_join),
    Kind("confirm-follow", _link("pitanja/i-ja/", "follow")),
    Kind("unfollow", _link("odjava/", "unfollow")),
    Kind("unfollowed", _link("odjava/", "unfollow"), then=_send),
    Kind("by-code", "pitanja/prati/"),
    Kind("by-link", _link("pitanja/veza/", "answer")),
    Kind("offices", "pitanja/funkcije/", main=True),
    Kind("transparency", "transparentnost/", main=True),
    Kind("office", "pitanja/funkcije/predsednik-opstine/", then=_open_everything, main=True),
    Kind("problems", "problemi/", main=True),
    Kind("problems-filtered", "problemi/?oblast=roads&stanje=otvorene"),
    Kind("problems-empty", "problemi/?oblast=cemetery"),
    Kind("problems-map", "problemi/mapa/", main=True),
    Kind("problem-report-where", "problemi/prijavi/", main=True),
    Kind("problem-report-where-errors", "problemi/prijavi/", then=_send_first_step),
    Kind("problem-report", "problemi/prijavi/?naselje=1&oblast=water", main=True),
    Kind("problem-report-errors", "problemi/prijavi/?naselje=1&oblast=dump", then=_send, main=True),
    Kind("problem-report-noticed", "problemi/prijavi/?naselje=1&oblast=roads", then=_report_what_was_reported, main=True),
    Kind("problem-report-signed-in", "problemi/prijavi/?naselje=1&oblast=lighting", who="citizen"),
    Kind("problem-sent", lambda town: town.report_page("of-nobody").replace("/moje/", "/poslato/"), main=True),
    *(Kind(f"problem-own-{key}", lambda town, key=key: town.report_page(key)) for key in ("of-nobody", "asked", "handed-over", "refused")),
    Kind("problem-own-resolved", lambda town: town.report_page("resolved"), main=True),
    Kind("problem-shown-linked", _public_report("linked"), main=True),
    Kind("problem-shown-handed-over", _public_report("handed-over")),
    Kind("problem-shown-resolved", _public_report("resolved"), then=_open_everything),
    Kind("problem-me-too", _public_report("linked", "i-ja/")),
    Kind("problem-thanks", _public_report("linked", "hvala/")),
    Kind("problem-confirm-follow", _link("problemi/i-ja/", "me-too")),
    Kind("problem-confirm-area", _link("problemi/i-ja/", "area")),
    Kind("problem-follow-area", "problemi/obavestenja/"),
    Kind("problem-follow-area-errors", "problemi/obavestenja/", then=_send),
    Kind("problem-following", "problemi/obavestenja/hvala/"),
    Kind("problem-by-code", "problemi/prati/"),
    Kind("news", "vesti/", main=True),
    Kind("news-filtered", "vesti/?oblast=obavestenja&godina=2026"),
    Kind("news-empty", "vesti/?godina=1999"),
    Kind("news-archive", "vesti/arhiva/"),
    Kind("news-show", _news("pictured"), main=True),
    Kind("news-corrected", _news("corrected")),
    Kind("news-attached", _news("attached")),
    Kind("news-serbian", _news("serbian")),
    Kind("news-withdrawn", _news("withdrawn"), status=410),
    Kind("news-over", _news("over"), status=410),
    Kind("calls", "konkursi/", main=True),
    Kind("calls-filtered", "konkursi/?faza=otvoreni&vrsta=associations"),
    Kind("calls-empty", "konkursi/?faza=odluceni&vrsta=media"),
    Kind("call-show", _call("open"), main=True, then=_open_everything),
    *(Kind(f"call-{key}", _call(key)) for key in ("closed", "external", "cancelled", "late")),
    Kind("call-change", lambda town: f"konkursi/{town.calls['open']}/izmene/{town.calls['change']}/"),
    Kind("call-change-reader", lambda town: f"konkursi/{town.calls['open']}/izmene/2/", who="citizen"),
    Kind("call-collect", _call("open", after="podizanje/"), who="applicant", main=True),
    Kind("call-collect-errors", _call("open", after="podizanje/"), who="applicant", then=_send),
    Kind("call-collected", _call("open", after="podignuto/"), who="applicant", main=True),
    Kind("call-collected-none", _call("open", after="podignuto/"), who="baker"),
    Kind("call-intend", _call("open", after="namera/"), who="applicant"),
    Kind("call-ask", _call("open", after="pitanje/"), who="citizen", main=True),
    Kind("call-ask-errors", _call("open", after="pitanje/"), who="citizen", then=_send),
    Kind("call-ask-noticed", _call("open", after="pitanje/"), who="citizen", then=_asks_by_name),
    Kind("my-calls", "konkursi/moji/", who="citizen", main=True),
    Kind("my-calls-none", "konkursi/moji/", who="baker"),
    Kind("debates", "rasprave/", main=True),
    Kind("debates-filtered", "rasprave/?faza=otvorene&vrsta=general"),
    Kind("debates-empty", "rasprave/?faza=otvorene&vrsta=urban"),
    Kind("debates-calendar", "rasprave/kalendar/", main=True),
    Kind("debate-show", _debate("open"), main=True, then=_open_everything),
    *(Kind(f"debate-{key}", _debate(key)) for key in ("announced", "analysis", "reported", "adopted", "abandoned")),
    Kind("debate-text", _debate("open", after="tekst/"), main=True, then=_open_everything),
    Kind("debate-edition", _debate("open", after="verzije/1/")),
    Kind("debate-compare", _debate("open", after="uporedni-prikaz/"), main=True),
    Kind("debate-compare-whole", _debate("open", after="uporedni-prikaz/?sve=da")),
    Kind("debate-follow", _debate("open", after="prati/")),
    Kind("debate-follow-errors", _debate("open", after="prati/"), then=_send),
    Kind("debate-followed", _debate("open", after="prati/"), who="citizen", then=_send),
    Kind("debate-confirm-follow", _link("rasprave/prati/", "debate-follow")),
    Kind("remark-on", _on_a_passage, main=True),
    Kind("remark-on-whole", _debate("open", after="primedba/")),
    Kind("remark-on-errors", _on_a_passage, then=_send),
    Kind("remark-on-looked", _on_a_passage, then=_change_wording),
    Kind("remark-on-closed", _debate("analysis", after="primedba/")),
    Kind("remark-on-nothing", _debate("open", after="primedba/?na=99999"), status=404),
    Kind("remark-own", _own_remark("public"), main=True),
    *(Kind(f"remark-own-{key}", _own_remark(key)) for key in ("unconfirmed", "waiting", "refused", "withdrawn", "answered")),
    Kind("remark-confirm", _link("rasprave/primedba/potvrda/", "remark")),
    Kind("remarks", _debate("open", after="primedbe/"), main=True, then=_open_everything),
    Kind("remarks-filtered", _debate("open", after="primedbe/?put=paper")),
    Kind("remarks-empty", _debate("announced", after="primedbe/")),
    Kind("remark", _remark("answered"), main=True, then=_open_everything),
    *(Kind(f"remark-{key}", _remark(key)) for key in ("public", "refused", "withdrawn")),
    Kind("remark-support", _remark("public", "podrska/")),
    Kind("remark-support-errors", _remark("public", "podrska/"), then=_send),
    Kind("remark-supported", _remark("public", "podrska/"), who="citizen", then=_send),
    Kind("remark-confirm-support", _link("rasprave/podrska/", "remark-support")),
    Kind("remark-statistics", _debate("adopted", after="primedbe/statistika/")),
    Kind("remark-paper-form", _debate("open", after="obrazac/?na=32"), main=True),
    Kind("debate-report", _debate("adopted", after="izvestaj/?clan=6"), main=True),
    Kind("comments", _said("thread"), main=True),
    Kind("comments-newest", lambda town: f"komentari/{town.comments['thread']}?najnoviji=da"),
    Kind("comments-closed", _said("closed")),
    Kind("comment-write", lambda town: f"komentari/{town.comments['thread']}pisanje/", main=True),
    Kind("comment-write-errors", lambda town: f"komentari/{town.comments['thread']}pisanje/", then=_send),
    Kind("comment-write-closed", lambda town: f"komentari/{town.comments['closed']}pisanje/"),
    Kind("comment-reply", _said("reply"), main=True),
    Kind("comment-sent", _said("sent unconfirmed"), main=True),
    Kind("comment-sent-waiting", _said("sent waiting")),
    Kind("comment-sent-public", _said("sent public")),
    Kind("comment-confirm", _said("confirm")),
    *(Kind(f"comment-own-{key}", _said(f"own {key}"), then=_open_everything, main=key == "waiting") for key in town_comments.SAID),
    Kind("comment-report", _said("report"), main=True),
    Kind("comment-report-errors", _said("report"), then=_send),
    Kind("comment-reported", _said("reported")),
    Kind("plan", "plan/", main=True),
    Kind("plan-filtered", "plan/?state=late"),
    Kind("plan-activity-counted", "plan/3.1.1/", then=_open_everything, main=True),
    Kind("plan-activity", "plan/1.1.1/"),
    Kind("archive", "arhiva/", main=True),
    Kind("archive-found", "arhiva/?q=autobus", main=True),
    Kind("archive-nothing", "arhiva/?q=тролејбус"),
    *(Kind(f"page-{key}", f"strane/{key}/") for key in ("pristupacnost", "privatnost")),
    Kind("preferences", "podesavanja/"),
    Kind("sign-in", "nalog/prijava/", main=True),
    Kind("sign-in-errors", "nalog/prijava/", then=_give_a_wrong_password),
    Kind("sign-up", "nalog/registracija/", main=True),
    Kind("sign-up-errors", "nalog/registracija/", then=_send),
    Kind("sign-up-sent", "nalog/registracija/poslato/"),
    Kind("sign-up-confirm", _link("nalog/potvrda/", "sign-up")),
    Kind("reset-ask", "nalog/zaboravljena-lozinka/"),
    Kind("reset-sent", "nalog/zaboravljena-lozinka/poslato/"),
    Kind("reset", _link("nalog/nova-lozinka/", "reset")),
    Kind("new-address", _link("nalog/nova-adresa/", "email")),
    Kind("invitation", _link("nalog/pozivnica/", "invitation")),
    Kind("second-step", "nalog/drugi-korak/", who="half moderator"),
    Kind("recovery-code", "nalog/drugi-korak/rezervni-kod/", who="half moderator"),
    Kind("second-step-first-time", "nalog/drugi-korak/aplikacija/", who="half new-moderator", main=True),
    Kind("error-400", "", then=_send_where_nothing_is_taken),
    Kind("error-403", "radni-sto/", who="citizen", status=403),
    Kind("error-404", "nema-ovoga/", status=404, main=True),
    Kind("error-409", "radni-sto/moderacija/", who="moderator", then=_decide_on_what_changed),
    Kind("error-413", "pitanja/pitaj/", then=_send_too_much),
    Kind("error-429", "pitanja/prati/", then=_find_often),
    Kind("error-500", "pitanja/novo.atom", status=500),
    Kind("error-503", "", then=_come_during_maintenance),
    Kind("receipt-check", _application("potvrda/"), main=True),
    Kind("receipt-check-errors", _application("potvrda/"), then=_send),
    Kind("receipt-changed", _application("potvrda/"), then=_changed_receipt),
    Kind("dev-mail", "/dev/mail/", is_comparable=False),
)

STAFF = (
    Kind("account", "nalog/", who="citizen", main=True),
    Kind("account-staff", "nalog/", who="official-mayor"),
    *(Kind(f"account-{name}", f"nalog/{name}/", who="citizen") for name in ("podaci", "lozinka", "adresa", "uredjaji", "brisanje", "odjava")),
    Kind("account-lozinka-errors", "nalog/lozinka/", who="citizen", then=_send),
    Kind("organisations-none", "nalog/organizacije/", who="moderator"),
    Kind("organisations", "nalog/organizacije/", who="baker", main=True),
    Kind("organisation-new", "nalog/organizacije/nova/", who="citizen", main=True),
    Kind("organisation-new-errors", "nalog/organizacije/nova/", who="citizen", then=_send),
    Kind("organisation", _organisation("{id}/"), who="applicant", main=True),
    Kind("organisation-member", _organisation("{id}/"), who="citizen"),
    Kind("organisation-change", _organisation("{id}/podaci/"), who="applicant"),
    Kind("organisation-invite", _organisation("{id}/pozivi/novi/"), who="applicant"),
    Kind("organisation-role", _organisation("{id}/clanovi/{member}/"), who="applicant"),
    Kind("organisation-mandate", _organisation("{id}/clanovi/{member}/ovlascenje/"), who="applicant"),
    Kind("organisation-mandate-errors", _organisation("{id}/clanovi/{member}/ovlascenje/"), who="applicant", then=_wrong_day),
    Kind("organisation-remove", _organisation("{id}/clanovi/{member}/uklanjanje/"), who="applicant"),
    Kind("organisation-leave", _organisation("{id}/napustanje/"), who="citizen"),
    Kind("organisation-invited", _organisation("pozivi/{invitation}/"), who="baker"),
    Kind("organisation-invited-stranger", _link("nalog/organizacije/poziv/", "organisation"), who="citizen"),
    Kind("organisation-come-in", _link("nalog/organizacije/poziv/", "organisation")),
    Kind("applications", _application("prijave/"), who="applicant", main=True),
    Kind("applications-none", _application("prijave/"), who="baker"),
    Kind("application-begin", _application("{call}/prijava/"), who="citizen", main=True),
    Kind("application-begin-errors", _application("{call}/prijava/"), who="citizen", then=_send),
    Kind("application", _application("prijave/{preparing}/"), who="applicant", main=True),
    Kind("application-preparer", _application("prijave/{preparing}/"), who="citizen"),
    Kind("application-submitted", _application("prijave/{submitted}/"), who="applicant"),
    Kind("application-late", _application("prijave/{late}/"), who="applicant"),
    Kind("application-file", _application("prijave/{preparing}/prilog/{asked1}/"), who="applicant", main=True),
    Kind("application-file-errors", _application("prijave/{preparing}/prilog/{asked2}/"), who="applicant", then=_send),
    Kind("application-submit", _application("prijave/{preparing}/podnosenje/"), who="applicant", main=True),
    Kind("application-rehearse", _application("prijave/{submitted}/proba/"), who="applicant"),
    Kind("application-again", _application("prijave/{submitted}/potvrdjivanje/"), who="applicant"),
    Kind("application-withdraw", _application("prijave/{submitted}/povlacenje/"), who="applicant"),
    Kind("application-receipt", _application("prijave/{submitted}/potvrde/{receipt}/"), who="applicant", main=True),
    Kind("application-rehearsal", _application("prijave/{submitted}/potvrde/{rehearsal}/"), who="applicant"),
    Kind("application-refused", _application("prijave/{late}/potvrde/{refusal}/"), who="applicant"),
    Kind("second-step-again", "nalog/drugi-korak/aplikacija/", who="official-mayor"),
    Kind("new-codes", "nalog/drugi-korak/rezervni-kodovi/", who="official-mayor"),
    Kind("codes", "nalog/drugi-korak/rezervni-kodovi/", who="head", then=_make_codes, is_comparable=False),
    Kind("my-questions", "pitanja/moja/", who="citizen"),
    Kind("my-reports", "problemi/moje/", who="citizen"),
    *(Kind(f"desk-{who}", "radni-sto/", who=who) for who in ("moderator", "service-centre")),
    Kind("desk-administrator", "radni-sto/", who="administrator", main=True),
    Kind("moderation", "radni-sto/moderacija/", who="moderator", main=True),
    Kind("moderation-unfolded", "radni-sto/moderacija/?kasni=da", who="moderator", then=_open_everything),
    Kind("moderation-errors", "radni-sto/moderacija/", who="moderator", then=_decide_without_reason),
    Kind("moderation-several", "radni-sto/moderacija/", who="moderator", then=_tick_two),
    Kind("moderation-comments", "radni-sto/moderacija/?vrsta=comment", who="moderator"),
    Kind("comments-staff", _said("thread"), who="moderator"),
    Kind("comments-staff-closed", _said("closed"), who="editor"),
    Kind("comment-write-official", lambda town: f"komentari/{town.comments['thread']}pisanje/", who="official-mayor"),
    Kind("comments-mine", "komentari/moji/", who="citizen"),
    Kind("moderation-author-rule", lambda town: f"radni-sto/moderacija/{town.comments['ruled item']}/autor/", who="moderator"),
    Kind("author-rules", "radni-sto/moderacija/autori/", who="administrator"),
    Kind("moderation-author", _of("radni-sto/moderacija/", "item", "autor/"), who="moderator"),
    Kind("moderation-empty", "radni-sto/moderacija/?moje=da", who="moderator"),
    Kind("office-desk", "pitanja/sto/", who="official-mayor", main=True),
    Kind("office-desk-clerk", "pitanja/sto/", who="service-centre"),
    Kind("answer", _of("pitanja/", "drafted", "odgovor/"), who="official-mayor", main=True),
    Kind("answer-errors", _at("open", "odgovor/"), who="official-mayor", then=_send),
    Kind("answer-with-files", _at("with-draft", "odgovor/"), who="official-mayor"),
    Kind("approve", _of("pitanja/nacrt/", "draft"), who="official-mayor", main=True),
    Kind("approve-errors", _of("pitanja/nacrt/", "draft"), who="official-mayor", then=_send),
    Kind("correct", _at("autobus-vitosevac", "ispravka/"), who="official-mayor"),
    Kind("manage", _at("open", "uredi/"), who="moderator", main=True),
    Kind("manage-merged", _at("merged", "uredi/"), who="moderator"),
    Kind("reroute", _at("open", "premestanje/"), who="moderator"),
    Kind("enter", "pitanja/unos/", who="service-centre", main=True),
    Kind("enter-errors", "pitanja/unos/", who="service-centre", then=_send),
    Kind("receipt", lambda town: f"pitanja/unos/{town.question('assisted')}/potvrda/", who="service-centre", main=True),
    Kind("problems-desk", "problemi/sto/", who="head", main=True),
    Kind("problems-desk-unit", "problemi/sto/?rok=kasni", who="clerk-utility"),
    Kind("problems-desk-nobodys", "problemi/sto/?jedinica=bez", who="head"),
    Kind("problems-desk-print", "problemi/sto/?stampa=da", who="clerk-utility"),
    Kind("problem-of-nobody", _report("of-nobody"), who="moderator", then=_open_everything),
    Kind("problem-in-progress", _report("in-progress"), who="clerk-urbanism", then=_open_everything, main=True),
    Kind("problem-errors", _report("in-progress", "uredi/odgovor/"), who="clerk-urbanism", then=_answer_nothing),
    Kind("problem-resolved", _report("resolved"), who="clerk-urbanism"),
    Kind("problem-handed-over", _report("handed-over"), who="clerk-urbanism", then=_open_everything),
    Kind("problem-letter", _report("handed-over", "dopis/"), who="clerk-urbanism"),
    Kind("problem-with-photo", _report("wrong-photo"), who="moderator"),
    Kind("problem-cover", lambda town: f"problemi/{town.problems['wrong-photo']}/slika/{town.photo}/prekrivanje/", who="moderator"),
    Kind("problem-by-link", _link("problemi/veza/", "unit"), then=_open_everything, main=True),
    Kind("problem-link-spent", "problemi/veza/potrosena-veza/", status=404),
    Kind("problem-enter-where", "problemi/unos/", who="service-centre"),
    Kind("problem-enter", "problemi/unos/prijava/?kanal=phone&naselje=1&oblast=water", who="service-centre", main=True),
    Kind("problem-enter-errors", "problemi/unos/prijava/?kanal=phone&naselje=1&oblast=dump", who="service-centre", then=_save_nothing),
    Kind("problem-receipt", lambda town: f"problemi/unos/{town.problems['assisted']}/potvrda/", who="service-centre"),
    *(
        Kind(f"problem-settings-{path.strip('/').replace('/', '-')}", f"problemi/postavke/{path}", who="administrator")
        for path in (
            "", "oblasti/", "oblasti/nova/", "oblasti/1/", "oblasti/1/pitanja/", "oblasti/1/pitanja/novo/", "putevi/", "putevi/novi/",
            "nadleznosti/", "nadleznosti/1/", "odgovori/", "odgovori/novi/", "odgovori/1/", "mapa/",
            "kljucevi/", "kljucevi/novi/",
        )
    ),
    Kind("problem-key-errors", "problemi/postavke/kljucevi/novi/", who="administrator", then=_send),
    Kind("problem-key-issued", "problemi/postavke/kljucevi/novi/", who="administrator", then=_issue_a_key, is_comparable=False),
    *(
        Kind(f"administration-promise-{name}", f"radni-sto/uprava/obecanja/problem_{name}/", who="administrator")
        for name in ("answer", "rules")
    ),
    Kind("news-desk", "vesti/sto/", who="editor", main=True),
    Kind("news-desk-empty", "vesti/sto/?q=трамвај", who="editor"),
    Kind("news-write", "vesti/sto/nova/", who="editor", main=True),
    Kind("news-write-errors", "vesti/sto/nova/", who="editor", then=_save_words),
    Kind("news-text", _news("pictured", "sto/", "tekst/"), who="editor", then=_open_everything, main=True),
    Kind("news-preview", _news("draft", "sto/", "tekst/"), who="editor", then=_preview),
    *(Kind(f"news-manage-{key}", _news(key, "sto/"), who="editor", main=key == "pictured") for key in ("pictured", "draft", "scheduled", "proposed", "withdrawn")),
    Kind("news-release", _news("draft", "sto/", "objava/"), who="editor", main=True),
    Kind("news-release-errors", _news("draft", "sto/", "objava/"), who="editor", then=_send),
    Kind("news-redate", _news("pictured", "sto/", "objava/"), who="editor"),
    Kind("news-withdraw", _news("pictured", "sto/", "povlacenje/"), who="editor"),
    Kind("news-delete", _news("draft", "sto/", "brisanje/"), who="editor"),
    Kind("news-revision", lambda town: f"vesti/sto/{town.news['corrected']}/verzije/{town.news_things['news-revision']}/", who="editor"),
    Kind("news-pictures", _news("pictured", "sto/", "slike/"), who="editor", main=True),
    Kind("news-pictures-errors", _news("pictured", "sto/", "slike/"), who="editor", then=_send),
    Kind("news-picture", _news_thing("sto/slika/", "news-picture"), who="editor"),
    Kind("news-files", _news("attached", "sto/", "prilozi/"), who="editor"),
    Kind("news-sources", "vesti/postavke/izvori/", who="editor"),
    Kind("news-source-add", "vesti/postavke/izvori/novi/", who="editor"),
    Kind("news-source", _news_thing("postavke/izvori/", "news-source"), who="editor"),
    Kind("news-categories", "vesti/postavke/oblasti/", who="editor"),
    Kind("news-category-add", "vesti/postavke/oblasti/nova/", who="editor"),
    Kind("news-category", _news_thing("postavke/oblasti/", "news-category"), who="editor"),
    Kind("remarks-mine", "rasprave/moje-primedbe/", who="citizen"),
    Kind("remarks-mine-none", "rasprave/moje-primedbe/", who="editor"),
    Kind("remark-entries", "rasprave/unos/", who="service-centre"),
    Kind("remark-enter", _debate("open", after="unos/"), who="service-centre", main=True),
    Kind("remark-enter-errors", _debate("open", after="unos/"), who="service-centre", then=_send),
    Kind("remark-entry-receipt", _entry_receipt, who="service-centre"),
    Kind("remark-minutes", _debate("open", after="zapisnik/"), who="service-centre", main=True),
    Kind("remark-minutes-errors", _debate("open", after="zapisnik/"), who="service-centre", then=_send),
    Kind("remark-answers", "rasprave/odgovori/", who="clerk-urbanism"),
    Kind("remark-answer-desk", _debate("open", after="odgovori/?clan=32"), who="clerk-urbanism", main=True),
    Kind("remark-answer", _debate("open", after="odgovori/1/"), who="clerk-urbanism", main=True),
    Kind("remark-answer-errors", _debate("open", after="odgovori/1/"), who="clerk-urbanism", then=_send),
    Kind("remark-answer-correct", _debate("adopted", after="odgovori/1/"), who="clerk-urbanism"),
    Kind("remark-together", _together, who="clerk-urbanism", main=True),
    Kind("remark-together-preview", _together, who="clerk-urbanism", then=_answer_all),
    Kind("remark-together-none", _debate("open", after="odgovori/zajedno/"), who="clerk-urbanism"),
    Kind("remark-together-done", _debate("open", after="odgovori/zajedno/mark/"), who="clerk-urbanism"),
    Kind("report-desk-missing", _debate("open", after="izrada-izvestaja/"), who="head", main=True),
    Kind("report-desk-signed", _debate("adopted", after="izrada-izvestaja/"), who="head"),
    Kind("report-desk-ready", _debate("analysis", after="izrada-izvestaja/"), who="head"),
    Kind("report-preview", _debate("analysis", after="izrada-izvestaja/pregled/?clan=0"), who="head"),
    Kind("calls-desk", "konkursi/sto/", who="service-centre", main=True),
    Kind("calls-desk-empty", "konkursi/sto/?faza=odluceni", who="head"),
    Kind("call-kind", "konkursi/sto/nov/", who="service-centre", main=True),
    Kind("call-kind-errors", "konkursi/sto/nov/", who="service-centre", then=_send),
    Kind("call-prepare", "konkursi/sto/nov/purchase/", who="service-centre", main=True),
    Kind("call-prepare-external", "konkursi/sto/nov/external/", who="service-centre"),
    Kind("call-prepare-errors", "konkursi/sto/nov/land/", who="service-centre", then=_save_words),
    Kind("call-data", _call("preparing", "sto/", "podaci/"), who="head"),
    Kind("call-preview", _call("preparing", "sto/", "podaci/"), who="head", then=_preview),
    *(Kind(f"call-manage-{key}", _call(key, "sto/"), who="head", main=key == "open") for key in ("open", "preparing", "empty", "late", "external")),
    Kind("call-publish", _call("preparing", "sto/", "objava/"), who="head", main=True),
    Kind("call-publish-missing", _call("empty", "sto/", "objava/"), who="head"),
    Kind("call-drop", _call("preparing", "sto/", "brisanje/"), who="head"),
    Kind("call-terms", _call("open", "sto/", "izmena/"), who="head"),
    Kind("call-terms-errors", _call("late", "sto/", "izmena/"), who="head", then=_send),
    Kind("call-deadline", _call("open", "sto/", "rokovi/"), who="head", main=True),
    Kind("call-deadline-errors", _call("open", "sto/", "rokovi/"), who="head", then=_send),
    Kind("call-cancel", _call("open", "sto/", "obustava/"), who="head"),
    Kind("call-cancel-errors", _call("open", "sto/", "obustava/"), who="head", then=_send),
    Kind("call-lots", _call("open", "sto/", "partije/"), who="head"),
    Kind("call-requirements", _call("preparing", "sto/", "sta-se-predaje/"), who="head", main=True),
    Kind("call-criteria-none", _call("external", "sto/", "kriterijumi/"), who="head"),
    Kind("call-part", lambda town: f"konkursi/sto/{town.calls['open']}/sta-se-predaje/{town.calls['requirement']}/", who="head"),
    Kind("call-part-new", _call("late", "sto/", "kriterijumi/novo/"), who="head"),
    Kind("call-part-errors", _call("preparing", "sto/", "partije/novo/"), who="head", then=_send),
    Kind("call-documents", _call("open", "sto/", "dokumenti/"), who="head", main=True),
    Kind("call-documents-none", _call("empty", "sto/", "dokumenti/"), who="head"),
    Kind("call-document-new", _call("open", "sto/", "dokumenti/novi/"), who="head"),
    Kind("call-document-errors", _call("preparing", "sto/", "dokumenti/novi/"), who="head", then=_send),
    Kind("call-document-rename", _call("draft", "sto/dokumenti/"), who="head"),
    Kind("call-version", _call("document", "sto/dokumenti/", "verzija/"), who="head"),
    Kind("call-version-errors", _call("document", "sto/dokumenti/", "verzija/"), who="head", then=_send),
    Kind("call-register", _call("open", "sto/", "registar/"), who="head"),
    Kind("call-questions", _call("open", "sto/", "pitanja/"), who="head", main=True),
    Kind("call-questions-none", _call("late", "sto/", "pitanja/"), who="head"),
    Kind("call-answer", _call("question", "sto/pitanja/"), who="head"),
    Kind("call-answer-errors", _call("question", "sto/pitanja/"), who="head", then=_send),
    Kind("call-decline", _call("question", "sto/pitanja/", "odbijanje/"), who="head"),
    Kind("debates-desk", "rasprave/sto/", who="clerk-urbanism", main=True),
    Kind("debates-desk-empty", "rasprave/sto/?faza=izvestaj", who="head"),
    Kind("debate-prepare", "rasprave/sto/nova/", who="clerk-urbanism", main=True),
    Kind("debate-prepare-errors", "rasprave/sto/nova/", who="clerk-urbanism", then=_save_words),
    Kind("debate-data", _debate("open", "sto/", "podaci/"), who="clerk-urbanism"),
    Kind("debate-preview", _debate("preparing", "sto/", "podaci/"), who="head", then=_preview),
    *(Kind(f"debate-manage-{key}", _debate(key, "sto/"), who="head", main=key == "open") for key in ("open", "preparing", "reported", "adopted")),
    Kind("debate-announce", _debate("preparing", "sto/", "objava/"), who="head", main=True),
    Kind("debate-postpone", _debate("announced", "sto/", "odlaganje/"), who="head"),
    Kind("debate-postpone-errors", _debate("open", "sto/", "odlaganje/"), who="head", then=_send),
    Kind("debate-abandon", _debate("open", "sto/", "obustava/"), who="head"),
    Kind("debate-adopt", _debate("reported", "sto/", "usvajanje/"), who="head"),
    Kind("debate-adopt-errors", _debate("reported", "sto/", "usvajanje/"), who="head", then=_send),
    Kind("debate-files", _debate("open", "sto/", "prilozi/"), who="clerk-urbanism"),
    Kind("debate-call-hearing", _debate("open", "sto/", "tribine/nova/"), who="clerk-urbanism"),
    Kind("debate-call-hearing-errors", _debate("open", "sto/", "tribine/nova/"), who="clerk-urbanism", then=_send),
    Kind("debate-hearing", _debate("hearing", "sto/tribine/"), who="clerk-urbanism"),
    Kind("debate-cancel-hearing", _debate("hearing", "sto/tribine/", "otkazivanje/"), who="clerk-urbanism"),
    Kind("debate-read", _debate("reported", "sto/", "verzije/nova/"), who="clerk-urbanism", main=True),
    Kind("debate-read-errors", _debate("reported", "sto/", "verzije/nova/"), who="clerk-urbanism", then=_send),
    Kind("debate-edition-published", _debate("open", "sto/", "verzije/1/"), who="clerk-urbanism"),
    Kind("debate-edition-preparing", _debate("announced", "sto/", "verzije/2/"), who="head", main=True),
    Kind("debate-asides", _debate("announced", "sto/", "verzije/2/izmene/"), who="head"),
    Kind("debate-passages", _debate("preparing", "sto/", "verzije/1/podela/"), who="head", main=True),
    Kind("debate-passages-errors", _debate("preparing", "sto/", "verzije/1/podela/"), who="head", then=_passage_emptied),
    Kind("debate-mapping", _debate("open", "sto/", "verzije/3/poredjenje/"), who="clerk-urbanism", main=True),
    Kind("debate-mapping-sure", _debate("open", "sto/", "verzije/3/poredjenje/?sta=sigurno"), who="clerk-urbanism"),
    Kind("debate-mapping-before", _debate("analysis", "sto/", "verzije/2/poredjenje/"), who="clerk-urbanism"),
    Kind("debate-publish", _debate("open", "sto/", "verzije/3/objava/"), who="head"),
    Kind("debate-discard", _debate("open", "sto/", "verzije/3/brisanje/"), who="clerk-urbanism"),
    Kind("debate-drop", _debate("preparing", "sto/", "brisanje/"), who="head"),
    Kind("plan-report", "plan/1.1.1/stanje/", who="working-group", main=True),
    Kind("plan-report-errors", "plan/1.1.1/stanje/", who="working-group", then=_send),
    Kind("plan-activity-reporter", "plan/1.1.1/", who="working-group"),
    Kind("administration", "radni-sto/uprava/", who="administrator", main=True),
    *(
        Kind(f"administration-{path.strip('/').replace('/', '-')}", f"radni-sto/uprava/{path}", who="administrator")
        for path in (
            "nazivi/", "funkcije/", "funkcije/nova/", "funkcije/predsednik-opstine/", "funkcije/predsednik-opstine/izmena/",
            "funkcije/predsednik-opstine/zatvaranje/", "funkcije/odbornik-1/mandat/", "jedinice/", "jedinice/nova/", "teme/",
            "teme/nova/", "naselja/novo/", "kalendar/", "obecanja/", "obecanja/answer/", "razlozi/", "razlozi/novi/",
            "uocavanje/",
        )
    ),
    Kind("administration-naselja", "radni-sto/uprava/naselja/", who="administrator", is_alphabetical=True),
    Kind("administration-errors", "radni-sto/uprava/funkcije/nova/", who="administrator", then=_send),
    Kind("administration-term", _of("radni-sto/uprava/mandati/", "term"), who="administrator"),
    Kind("administration-absence", _of("radni-sto/uprava/mandati/", "term", "odsustvo/"), who="administrator"),
    *(
        Kind(f"administration-{thing}", _of(f"radni-sto/uprava/{folder}/", thing), who="administrator")
        for folder, thing in (("jedinice", "unit"), ("teme", "topic"), ("naselja", "settlement"), ("razlozi", "reason"))
    ),
    Kind("people", "nalog/ljudi/", who="administrator", main=True),
    Kind("people-nobody", "nalog/ljudi/?q=нико-такав", who="administrator"),
    Kind("person", lambda town: f"nalog/ljudi/{town.people['official-mayor']}/", who="administrator"),
    Kind("person-invited", lambda town: f"nalog/ljudi/{town.people['invited']}/", who="administrator"),
    Kind("invite", "nalog/ljudi/poziv/", who="administrator"),
    Kind("invite-errors", "nalog/ljudi/poziv/", who="administrator", then=_send),
    Kind("organisations-register", "nalog/organizacije/spisak/", who="administrator", main=True),
    Kind("organisations-register-none", "nalog/organizacije/spisak/?q=нико-такав", who="administrator"),
    Kind("organisation-entry", _organisation("spisak/{other}/"), who="administrator"),
    Kind("organisation-entry-errors", _organisation("spisak/{other}/"), who="administrator", then=_close),
    Kind("commission-staff", _commission("keyed", "komisija/", "sto/"), who="head", main=True),
    Kind("commission-staff-scarce", _commission("new", "komisija/", "sto/"), who="head"),
    Kind("commission-staff-errors", _commission("new", "komisija/", "sto/"), who="head", then=_send),
    Kind("commissions", "konkursi/komisija/", who="commission", main=True),
    Kind("commission-new", _commission("new"), who="commission"),
    Kind("commission-keyed", _commission("keyed"), who="commission", main=True),
    Kind("commission-bring", _commission("new", "kljuc/svoj/"), who="commission"),
    Kind("commission-bring-errors", _commission("new", "kljuc/svoj/"), who="commission", then=_send),
    Kind("commission-try", _commission("keyed", "kljuc/proba/"), who="commission"),
    Kind("commission-try-errors", _commission("keyed", "kljuc/proba/"), who="commission", then=_send),
    Kind("commission-early", _commission("keyed", "otvaranje/1/"), who="commission"),
    Kind("commission-opening", _commission("due", "otvaranje/1/"), who="commission", main=True),
    Kind("commission-opening-errors", _commission("due", "otvaranje/1/"), who="commission", then=_send),
    Kind("commission-join", _commission("begun", "otvaranje/1/"), who="commission"),
    Kind("commission-progress", _commission("going", "otvaranje/1/"), who="commission"),
    Kind("commission-opened", _commission("opened"), who="commission"),
    Kind("commission-minutes", _commission("opened", "zapisnik/1/"), who="commission", main=True),
    *(Kind(f"assess-{key}", _assessed(key, "ocenjivanje/"), who="commission") for key in ("unstated", "checking", "scored")),
    Kind("assess", _assessed("scoring", "ocenjivanje/"), who="commission", main=True),
    Kind("assess-listed", _assessed("listed", "ocenjivanje/"), who="commission", main=True),
    Kind("assess-statement", _assessed("unstated", "izjava/"), who="commission", main=True),
    Kind("assess-statement-errors", _assessed("unstated", "izjava/"), who="commission", then=_send),
    Kind("assess-check", _assessed("checking", "prijave/{one}/uslovi/"), who="commission"),
    Kind("assess-points", _assessed("scoring", "prijave/{one}/bodovi/"), who="commission", main=True),
    Kind("assess-points-errors", _assessed("scoring", "prijave/{one}/bodovi/"), who="commission", then=_send),
    Kind("assess-table", _assessed("scoring", "bodovi/"), who="commission", main=True),
    Kind("assess-table-errors", _assessed("scoring", "bodovi/"), who="commission", then=_half_a_row),
    Kind("assess-list", _assessed("scored", "lista/"), who="commission"),
    Kind("assess-decide", _assessed("listed", "odluka/"), who="commission"),
    Kind("assess-objection", _assessed("listed", "prigovori/{objection}/"), who="commission"),
    Kind("assess-destruction", _assessed("decided", "unistavanje/"), who="commission"),
    Kind("assess-destruction-staff", _assessed("decided", "unistavanje/", "sto/"), who="head"),
    Kind("surveys-desk", "ankete/sto/", who="working-group", main=True),
    Kind("survey-begin", "ankete/sto/nova/", who="working-group", main=True),
    Kind("survey-begin-errors", "ankete/sto/nova/", who="working-group", then=lambda walker: walker.presses("Begin without questions")),
    *(Kind(f"survey-manage-{key}", _survey(key), who="working-group", main=key == "open") for key in ("preparing", "empty", "open", "closed")),
    Kind("survey-data", _survey("preparing", "podaci/"), who="working-group", main=True),
    Kind("survey-data-open", _survey("open", "podaci/"), who="working-group"),
    Kind("survey-step-open", _survey("ready", "otvaranje/"), who="working-group", main=True),
    Kind("survey-step-missing", _survey("empty", "otvaranje/"), who="working-group"),
    *(Kind(f"survey-step-{word}", _survey("open", f"{word}/"), who="working-group") for word in ("nova-verzija", "zatvaranje")),
    Kind("survey-changes", _survey("preparing", "izmene/"), who="working-group", main=True),
    Kind("survey-builder", _survey("preparing", "upitnik/"), who="working-group", main=True),
    *(Kind(f"survey-builder-{key}", _survey(key, "upitnik/"), who="working-group") for key in ("empty", "closed")),
    Kind("survey-section", _survey("preparing", "upitnik/odeljak/trust/"), who="working-group"),
    Kind("survey-section-errors", _survey("empty", "upitnik/odeljak/"), who="working-group", then=_send),
    Kind("survey-question", _survey("preparing", "upitnik/pitanje/eservices/"), who="working-group", main=True),
    Kind("survey-question-grid", _survey("preparing", "upitnik/pitanje/local/"), who="working-group"),
    Kind("survey-question-errors", _survey("preparing", "upitnik/odeljak/trust/novo-pitanje/?vrsta=date"), who="working-group", then=_send),
    Kind("survey-answers", _survey("preparing", "upitnik/pitanje/contact/odgovori/"), who="working-group"),
    Kind("survey-answer", _survey("preparing", "upitnik/pitanje/eservices/odgovori/none/"), who="working-group"),
    Kind("survey-import", _survey("preparing", "upitnik/uvoz/"), who="working-group"),
    Kind("survey-preview", _survey("preparing", "upitnik/pregled/"), who="working-group", main=True),
    Kind("survey-trial", _survey("preparing", "upitnik/proba/"), who="working-group", main=True),
    Kind("survey-trial-none", _survey("empty", "upitnik/proba/"), who="working-group"),
    Kind("letters", "radni-sto/pisma/", who="administrator"),
    Kind("letters-correct", _of("radni-sto/pisma/", "notice"), who="administrator"),
)
KINDS = (*PUBLIC, *STAFF)

_VARIANTS = """
    comments-newest comment-write-errors comment-sent-waiting comment-sent-public comment-own-unconfirmed comment-own-refused
    comment-own-appealed comment-own-public comment-report-errors comments-staff-closed moderation-comments
    calls-filtered calls-empty call-closed call-external call-cancelled call-late call-change-reader call-collect-errors
    call-collected-none call-ask-errors call-ask-noticed my-calls-none calls-desk-empty call-kind-errors call-prepare-external
    call-prepare-errors call-data call-manage-preparing call-manage-empty call-manage-late call-manage-external
    call-publish-missing call-terms-errors call-deadline-errors call-cancel-errors call-lots call-criteria-none call-part-new
    call-part-errors call-documents-none call-document-errors call-document-rename call-version-errors call-questions-none
    call-answer-errors
    debates-filtered debates-empty debate-announced debate-analysis debate-reported debate-abandoned debate-edition
    debate-compare-whole debate-follow-errors debate-followed debates-desk-empty debate-prepare-errors debate-data
    debate-manage-reported debate-manage-adopted debate-postpone-errors debate-abandon debate-adopt-errors
    debate-call-hearing debate-call-hearing-errors debate-cancel-hearing debate-read-errors debate-edition-published
    remark-on-whole remark-on-errors remark-on-nothing remark-own-waiting remark-own-withdrawn remarks-filtered remarks-empty
    remark-withdrawn remark-support-errors remarks-mine-none remark-enter-errors remark-minutes-errors remark-answer-errors
    remark-together-none report-desk-signed
    debate-mapping-sure debate-mapping-before debate-discard debate-drop
    news-filtered news-empty news-attached news-over news-desk-empty news-write-errors news-release-errors news-source news-category
    news-pictures-errors list-filtered list-empty question-late question-merged question-corrected question-standard question-followed-up
    ask-signed-in sent-signed-in own-came-back own-appealed own-withdrawn own-expired own-published own-suspicious join-errors
    problems-filtered problems-empty problem-report-signed-in problem-own-of-nobody problem-own-handed-over
    problem-shown-handed-over problem-shown-linked problem-follow-area-errors plan-filtered archive-nothing sign-up-errors
    error-429 reset-sent account-lozinka-errors desk-service-centre desk-administrator moderation-errors moderation-empty
    office-desk-clerk answer-errors approve-errors manage-merged problems-desk-unit problems-desk-nobodys problem-handed-over
    problem-errors problem-settings-oblasti-nova problem-settings-oblasti-1-pitanja-novo problem-settings-putevi-novi
    problem-settings-nadleznosti-1 problem-settings-odgovori-novi problem-settings-odgovori-1 problem-settings-kljucevi-novi
    problem-key-errors administration-promise-rules administration-funkcije-nova administration-jedinice-nova
    administration-teme-nova administration-naselja-novo administration-razlozi-novi administration-unit administration-topic
    administration-settlement plan-report-errors people-nobody person-invited invite-errors enter-errors problem-enter-errors
    question-with-files own-returned-now joined unfollowed problem-own-refused problem-thanks problem-following news-serbian
    news-corrected comment-own-changed comment-write-closed comments-closed remark-own-refused remark-own-unconfirmed
    remark-refused remark-supported remark-together-done remark-answer-correct debate-postpone debate-adopt debate-publish
    debate-hearing debate-passages-errors second-step-again new-codes recovery-code news-manage-scheduled news-manage-proposed
    news-manage-withdrawn news-withdraw news-delete news-source-add news-category-add answer-with-files problem-resolved
    problem-of-nobody problem-enter-where problem-settings-oblasti-1-pitanja error-413
    administration-funkcije-predsednik-opstine-izmena administration-funkcije-predsednik-opstine-zatvaranje
    administration-funkcije-odbornik-1-mandat administration-term administration-absence administration-reason
    comment-write-official organisations-none organisation-new-errors organisation-member organisation-change organisation-role
    organisation-mandate-errors organisation-remove organisation-invited-stranger organisations-register-none
    organisation-entry-errors applications-none application-begin-errors application-preparer application-submitted
    application-late application-file-errors application-rehearse application-again application-withdraw application-rehearsal
    application-refused receipt-check-errors receipt-changed
    assess-unstated assess-checking assess-scored assess-statement-errors assess-check assess-points-errors assess-destruction-staff
    call-results-listed call-own-result-errors call-own-result-answered
    call-collected call-intend organisation-invite organisation-mandate organisation-leave organisation-invited organisation-entry
    call-kind call-preview call-drop call-terms call-deadline call-cancel call-requirements call-part call-document-new call-version
    call-register call-questions call-answer call-decline commission-staff-scarce commission-staff-errors commissions commission-new
    commission-bring commission-bring-errors commission-try commission-try-errors commission-early commission-opening-errors
    commission-join commission-progress commission-opened assess-listed assess-statement assess-list assess-objection
    assess-destruction assess-table-errors call-record-kept
    survey-begin-errors survey-manage-preparing survey-manage-empty survey-manage-closed survey-data-open survey-step-missing
    survey-step-nova-verzija survey-step-zatvaranje survey-builder-empty survey-builder-closed survey-section
    survey-section-errors survey-question-grid survey-question-errors survey-answers survey-answer survey-import survey-trial-none
"""
VARIANTS = frozenset(_VARIANTS.split())
"""Other states of pages that are walked already, and forms like one that is: `make test-all` walks them too."""


def walks(kinds):
    """The kinds of pages of a walk with their places and versions; variants are slow, and so is the Latin version of minor pages.

    Nobody writes the Latin version: it is the Cyrillic one, letter by letter. What can be forgotten is an English sentence.
    """
    told = []
    for place, kind in enumerate(kinds):
        is_whole = kind.main or kind.name in VARIANTS
        told.append((kind.name, place, kind, VERSIONS if is_whole else ("sr", "en"), kind.name in VARIANTS))
        if not is_whole:
            told.append((f"{kind.name}-in-all", place, kind, VERSIONS, True))
    return [pytest.param(*what, id=id, marks=[pytest.mark.slow] if is_slow else []) for id, *what, is_slow in told]
