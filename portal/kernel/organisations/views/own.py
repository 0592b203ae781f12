"""Pages of the organisations one acts for: the list, a new one, one of them, its data."""

from flask import request, url_for
from sqlalchemy.orm import Session

from portal.kernel import files, once
from portal.kernel.access import SIGNED_IN, allow
from portal.kernel.accounts.models import Person
from portal.kernel.db import session
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.forms import ChangeForm, NewForm
from portal.kernel.organisations.models import MANDATE, OrganisationKind
from portal.kernel.organisations.views.blueprint import pages
from portal.kernel.organisations.views.shared import Answer, my_account, my_place, myself, page, pressed, saved, to
from portal.kernel.words import gettext as _


@pages.route("/")
@allow(SIGNED_IN)
def index() -> Answer:
    """The organisations in whose name I act, and the invitations that wait for me."""
    me, db = myself(), session()
    return page("index", memberships=queries.listed_of(db, me.id), invitations=queries.invitations_to(db, me))


@pages.route("/nova/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new() -> Answer:
    """Make the account of an organisation."""
    form = NewForm(request.form)
    return saved(form, lambda db, me: _made(db, form, me), _("The organisation has an account now."), url_for(".index"), "new")


def _made(db: Session, form: NewForm, me: Person) -> None:
    token = form.once_token.data or ""
    if once.before(db, token) is None:
        numbers = actions.Numbers(pib=form.pib.data or "", registration_number=form.registration_number.data or "")
        actions.make(db, _details(form), numbers, by=me)
        once.settle(db, token, url_for(".index"))


def _details(form: ChangeForm) -> actions.Details:
    texts = {name: form[name].data or "" for name in ("name_sr", "name_en", "settlement", "address", "email", "phone")}
    return actions.Details(kind=OrganisationKind(form.kind.data), **texts)


@pages.route("/<int:organisation_id>/")
@allow(SIGNED_IN)
def show(organisation_id: int) -> Answer:
    """One organisation: its data, its members with their mandates, its invitations."""
    mine, db = my_place(organisation_id), session()
    members = queries.members_of(db, organisation_id)
    documents = files.of_many(db, MANDATE, [member.id for member in members])
    invitations = queries.invitations_of(db, organisation_id) if mine.manages else []
    return page("show", mine=mine, found=mine.organisation, members=members, documents=documents, invitations=invitations)


@pages.route("/<int:organisation_id>/podaci/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change(organisation_id: int) -> Answer:
    """Change the data of an organisation; its numbers stay."""
    found = my_account(organisation_id).organisation
    form = ChangeForm(request.form, obj=found, seen=found.version)
    if request.method == "GET":
        form.kind.data = found.kind.value
    return saved(
        form,
        lambda db, me: actions.change(db, organisation_id, _details(form), by=me, seen=form.seen.data or 0),
        _("The data are saved."),
        to(organisation_id),
        "change",
        found=found,
    )


@pages.route("/<int:organisation_id>/napustanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def leave(organisation_id: int) -> Answer:
    """Leave an organisation, after a page that says what it means."""
    mine = my_place(organisation_id)
    if request.method == "POST":
        said = _("You have left the organisation.")
        return pressed(lambda db, me: actions.leave(db, organisation_id, by=me), said, url_for(".index"))
    return page("leave", found=mine.organisation)
