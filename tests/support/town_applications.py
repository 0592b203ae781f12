"""Applications of the town: one being prepared, one submitted and to be confirmed again, one that came too late."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from flask import Flask

from portal.features.tenders.actions.applying import room
from portal.features.tenders.actions.shared import happened
from portal.features.tenders.models import Call, ChangeKind, Requirement
from portal.kernel import demo
from portal.kernel.accounts.models import Person
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from portal.kernel.uploads import landing
from portal.kernel.uploads.bodies import Body
from tests.features.tenders.applications.applying import Applying
from tests.features.tenders.commission.commissioning import PDF

ASKED = (
    ("Образац за опис пројекта", "Project form", "Попуњен и потписан образац 1 из конкурсне документације."),
    ("Буџет пројекта", "Budget of the project", "У динарима, по врстама трошкова."),
    ("Извод из регистра", "Extract from the register", ""),
)


def told(app: Flask) -> dict[str, Any]:
    """Bring applications of the demonstration's association to their states; return addresses by name."""
    with work() as db:
        applicant = SimpleNamespace(id=demo.person(db, "applicant").id)
        party = f"o{demo.organisation(db, 'koraci').id}"
    open_one = _asking(Applying(app, title="Средства за програме удружења за децу и младе"), "Money for programmes of associations for children and young people")
    preparing = open_one.begun(applicant, party)
    open_one.laid(preparing, applicant, PDF + b"project" * 40_000, 0)
    _begins_to_send(open_one, preparing, applicant)
    second = _asking(Applying(app, title="Стипендије за ученике и студенте"), "Scholarships for pupils and students")
    submitted = second.ready(applicant, party)
    rehearsed = second.rehearses(submitted, applicant)
    made = second.submits(submitted, applicant, change=0)
    second.acts(lambda db, me: happened(db, db.get_one(Call, second.call), ChangeKind.TERMS, me, asks_again=True, said_sr="Измењена је сврха средстава.").id)
    with clock.standing_at(now() - timedelta(days=22)):
        past = _asking(Applying(app, title="Закуп пољопривредног земљишта"), "Lease of agricultural land")
        late = past.ready(applicant, party)
    tried = past.submits(late, applicant)
    return {
        "call": open_one.call,
        "asked": open_one.asked,
        "preparing": preparing,
        "submitted": submitted,
        "late": late,
        "receipt": made.reference,
        "rehearsal": rehearsed.reference,
        "refusal": tried.reference,
        "signed": json.dumps(dict(made.receipt), ensure_ascii=False),
    }


def _asking(applying: Applying, english: str) -> Applying:
    """A call that asks for several things, with an English title."""

    def act(db: Any, _me: Any) -> list[int]:
        db.get_one(Call, applying.call).title_en = english
        found = db.query(Requirement).filter_by(call_id=applying.call).all()
        made = [found[0], *(Requirement(call_id=applying.call, place=place, title_sr="") for place in (2, 3))]
        for each, (title_sr, title_en, note) in zip(made, ASKED, strict=True):
            each.title_sr, each.title_en, each.note_sr = title_sr, title_en, note
            db.add(each)
        db.flush()
        return [each.id for each in made]

    applying.asked = applying.acts(act)
    return applying


def _begins_to_send(applying: Applying, application: int, who: Any) -> None:
    """A file of which a third has arrived."""

    def send(_db: Any) -> None:
        with work() as db:
            given = room(db, application, applying.asked[1], by=db.get_one(Person, who.id))
        key = landing.begun(given, length=1_500_000, name="budzet.pdf")
        content = (PDF + bytes(600_000))[: 512 * 1024]
        landing.land(key, who.id, offset=0, body=Body(BytesIO(content), len(content)))

    applying.reads(send)
    assert any(each.offset for each in applying.uploads(application))


def place(name: str) -> Callable[[Any], str]:
    """An address of the town's applications, such as `prijave/{preparing}/`."""
    return lambda town: f"konkursi/{name}".format(**{**town.applications, **{f"asked{i}": id for i, id in enumerate(town.applications["asked"])}})


def paste(walker: Any, receipt: str) -> None:
    """Have a receipt verified."""
    walker.page.locator("main textarea").fill(receipt)
    with walker.page.expect_navigation():
        walker.page.locator("main form[method=post] button:not([type=button])").last.click()

