"""Letters about organisations."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.municipality.queries import facts
from portal.kernel.organisations.models import MemberRole
from portal.kernel.organisations.words import EXPLAINED, ROLES
from portal.kernel.outbox.letters import Button, Letter, Writer
from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import version


def _typed(text: str) -> str:
    return to_latin(text) if version().is_latin else text


def _dear(data: Mapping[str, Any]) -> str:
    return _("Dear %(name)s,", name=_typed(data["name"])) if data.get("name") else _("Good day,")


def _named(data: Mapping[str, Any]) -> str:
    if version().key == "en" and data["organisation_en"]:
        return str(data["organisation_en"])
    return _typed(data["organisation"])


def _role(data: Mapping[str, Any]) -> str:
    role = MemberRole(data["role"])
    return _("Role: %(role)s. %(explained)s", role=ROLES[role], explained=EXPLAINED[role])


def _page(data: Mapping[str, Any]) -> Button:
    return Button(_("See the organisation"), absolute("portal.organisations.show", organisation_id=data["id"]))


def invited(data: Mapping[str, Any]) -> Letter:
    """The link by which somebody becomes a member."""
    return Letter(
        subject=_("Invitation: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[
            _(
                "%(person)s invites you to work on the portal in the name of the organisation “%(organisation)s”.",
                person=_typed(data["by"]),
                organisation=_named(data),
            ),
            _role(data),
        ],
        button=Button(_("See the invitation"), absolute("portal.organisations.accept", token=data["token"])),
        after=[
            _("The link works for 7 days and only once. You sign in, or open an account, with this e-mail address."),
            _("If you do not know the organisation, do nothing: without your consent nothing happens."),
        ],
    )


def joined(data: Mapping[str, Any]) -> Letter:
    """To who looks after the account: somebody has accepted."""
    return Letter(
        subject=_("A new member: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[
            _("%(person)s has accepted the invitation and is a member now.", person=_typed(data["member"])),
            _role(data),
        ],
        button=_page(data),
        after=[_("If this is not the person you meant, remove the member at once.")],
    )


def left(data: Mapping[str, Any]) -> Letter:
    """To who looks after the account: somebody has left."""
    said = (
        _("%(person)s is no longer a member of the organisation.", person=_typed(data["member"]))
        if data["member"]
        else _("A member has deleted their account and is no longer a member of the organisation.")
    )
    return Letter(
        subject=_("A member has left: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[said],
        button=_page(data),
    )


def role(data: Mapping[str, Any]) -> Letter:
    """To a member: the role is another one."""
    return Letter(
        subject=_("Your role has changed: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[_("You have a new role in the organisation “%(organisation)s”.", organisation=_named(data)), _role(data)],
        button=_page(data),
    )


def removed(data: Mapping[str, Any]) -> Letter:
    """To who was a member."""
    return Letter(
        subject=_("You are no longer a member: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[
            _(
                "The account administrator of the organisation “%(organisation)s” has removed you. You can no longer act "
                "in its name on the portal.",
                organisation=_named(data),
            )
        ],
        button=Button(_("My organisations"), absolute("portal.organisations.index")),
    )


def checked(data: Mapping[str, Any]) -> Letter:
    """To who looks after the account: the municipality has looked it up in the register."""
    return Letter(
        subject=_("Checked against the register: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[_("The municipality has compared the data of your organisation with the public register: they agree.")],
        button=_page(data),
    )


def closed(data: Mapping[str, Any]) -> Letter:
    """To the members: the account is closed, and why."""
    return Letter(
        subject=_("The account is closed: %(organisation)s", organisation=_named(data)),
        greeting=_dear(data),
        paragraphs=[
            _("The municipality has closed the account of “%(organisation)s” on the portal.", organisation=_named(data)),
            _("Reason: %(reason)s", reason=_typed(data["reason"])),
            _("If you think this is a mistake, write to us: %(email)s", email=facts()["email"]),
        ],
    )


NOTICES: Mapping[str, Writer] = {
    f"organisations.{writer.__name__}": writer for writer in (invited, joined, left, role, removed, checked, closed)
}
