"""The author's own page of a remark, with or without an account: where it stands, and what became of it."""

from typing import Any

from flask import render_template, request, url_for

from portal.features.debates import actions
from portal.features.debates.forms.remarks import AddressForm
from portal.features.debates.models import REMARK, Remark
from portal.features.debates.queries import remarks as register
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import difference, place_words, the_own
from portal.features.debates.words.remarks import COLOURS, DISPOSITIONS, STATES
from portal.kernel import files
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.db import session
from portal.kernel.files import StoredFile
from portal.kernel.files.views import served
from portal.kernel.forms import Press
from portal.kernel.moderation import queries as moderation
from portal.kernel.moderation import statements
from portal.kernel.moderation.forms import AppealForm
from portal.kernel.outbox.queries import came_back
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.words import gettext as _


@pages.route("/moje-primedbe/")
@allow(SIGNED_IN)
def my_remarks() -> str:
    """What the signed-in person remarked, and what became of it."""
    person = current_person()
    found = register.of_person(session(), person.id) if person else []
    return render_template("portal/debates/my_remarks.html", remarks=found, **_words_for(found))


def _words_for(found: Any) -> dict[str, Any]:
    return {
        "codes": {one.id: code_of(REMARK, one.id) for one in found},
        "places": place_words(found),
        "answers": {one.id: register.answer_of(one) for one in found},
        "states": STATES,
        "dispositions": DISPOSITIONS,
        "colours": COLOURS,
    }


@pages.route("/primedba/moja/<int:remark_id>/<code>/")
@allow(ANYONE)
def own_remark(remark_id: int, code: str) -> Any:
    """Where the remark stands, the decision with its reason, the answer, and the author's other remarks."""
    return _own_page(the_own(session(), remark_id, code), code)


def _own_page(remark: Remark, code: str, status: int = 200, **forms: Any) -> Any:
    db = session()
    item = moderation.item_of(db, REMARK, remark.id)
    others = register.of_author(db, remark)
    context = {"appeal": AppealForm(), "address": AddressForm(email=remark.author_email), "press": Press(), **forms}
    page = render_template(
        "portal/debates/own_remark.html",
        remark=remark,
        code=code,
        just_sent=request.args.get("poslato") == "da",
        others=others,
        parts=difference(remark.passage, remark.wording),
        attached=files.of(db, REMARK, remark.id),
        item=item,
        statement=statements.last_of(db, item),
        moment=now(),
        came_back=came_back(db, REMARK, remark.id),
        **_words_for([remark, *others]),
        **context,
    )
    return page, status


def _act(remark_id: int, code: str, name: str, form: Any, verb: Any, done: str) -> Any:
    """Do one thing to the author's own remark, or show the page again with what is wrong."""
    return acts(
        form,
        lambda db: verb(db, the_own(db, remark_id, code)),
        done=done,
        then=url_for(".own_remark", remark_id=remark_id, code=code),
        again=lambda: _own_page(the_own(session(), remark_id, code), code, 422, **{name: form}),
    )


@pages.route("/primedba/moja/<int:remark_id>/<code>/povlacenje/", methods=["POST"])
@allow(ANYONE)
def withdraw_remark(remark_id: int, code: str) -> Any:
    """Take the remark back."""
    return _act(remark_id, code, "press", Press(request.form), actions.withdraw, _("Your remark was withdrawn."))


@pages.route("/primedba/moja/<int:remark_id>/<code>/zalba/", methods=["POST"])
@allow(ANYONE)
def appeal_remark(remark_id: int, code: str) -> Any:
    """Appeal against a refusal."""
    form = AppealForm(request.form)
    done = _("Your appeal was sent. Another moderator will decide.")
    return _act(remark_id, code, "appeal", form, lambda db, one: actions.appeal(db, one, form.why.data or ""), done)


@pages.route("/primedba/moja/<int:remark_id>/<code>/adresa/", methods=["POST"])
@allow(ANYONE)
def remark_address(remark_id: int, code: str) -> Any:
    """Correct a mistyped address."""
    form = AddressForm(request.form)
    done = _("The address was changed and the letter was sent again.")
    return _act(
        remark_id, code, "address", form, lambda db, one: actions.change_address(db, one, form.email.data or ""), done
    )


@pages.route("/primedba/<int:remark_id>/prilog/<int:file_id>/<name>")
@allow("moderation.decide")
def remark_file(remark_id: int, file_id: int, name: str) -> Any:
    """Give a moderator what is attached to a remark that is not public yet."""
    file = session().get(StoredFile, file_id)
    if file is None or (file.about_kind, file.about_id, file.name) != (REMARK, remark_id, name):
        raise NotFound
    return served(file)
