"""The desk: what somebody's units owe citizens, what ends first on top."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.features.problems.models import UPDATE
from portal.features.problems.views.blueprint import pages
from portal.features.problems.words import EVENTS, STATES
from portal.kernel import files, photos
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.forms import Press
from portal.kernel.paging import Way

PRINTED = 500
STATES_OF_DESK = {"kasni": "late", "danas": "today"}


@dataclass(frozen=True)
class Chosen:
    """What the address of the desk says: unit ("bez" for none), late or today, and whether for printing."""

    jedinica: str
    rok: str
    stampa: bool

    def filter(self, db: Session) -> queries.DeskFilter:
        """Return what the list shows; an unknown unit shows what no filter does."""
        unit = next((unit for unit in queries.names(db).units.values() if unit.key == self.jedinica), None)
        nobodys, state = self.jedinica == "bez", STATES_OF_DESK.get(self.rok, "")
        return queries.DeskFilter(unit_id=unit.id if unit else None, nobodys=nobodys, state=state)


def _chosen() -> Chosen:
    given = request.args
    return Chosen(given.get("jedinica", "")[:60], given.get("rok", "")[:10], given.get("stampa") == "da")


def _address(chosen: Chosen, **place: str) -> str:
    words: dict[str, Any] = {"jedinica": chosen.jedinica, "rok": chosen.rok, **place}
    return url_for(".desk", **{name: word for name, word in words.items() if word})


def _texts(db: Session, me: Person) -> dict[str, Any]:
    """Return the words that wait to be read, with what came along."""
    texts = queries.texts_for(db, me)
    ids = [event.id for event, _problem in texts]
    return {"texts": texts, "photos": photos.of_many(db, UPDATE, ids), "files": files.of_many(db, UPDATE, ids)}


@pages.route("/sto/")
@allow("problems.handle")
def desk() -> str:
    """What my units owe: late, today, of no unit; and words that wait to be read."""
    db, chosen = session(), _chosen()
    me, most = me_in(db), PRINTED if chosen.stampa else queries.PAGE
    found = queries.desk(db, me, chosen.filter(db), Way.read(request.args), most=most)
    return render_template(
        f"portal/problems/staff/{'print' if chosen.stampa else 'desk'}.html",
        page=found.at(partial(_address, chosen)),
        loads=queries.loads(db, me),
        **_texts(db, me),
        names=queries.names(db),
        dispatches=queries.dispatches(me),
        chosen=chosen,
        press=Press(),
        STATES=STATES,
        EVENTS=EVENTS,
        now=now(),
        end_of_day=queries.end_of_day(now()),
    )
