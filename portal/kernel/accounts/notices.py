"""Letters about accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.kernel.accounts import devices
from portal.kernel.accounts.models import Role
from portal.kernel.accounts.roles import named
from portal.kernel.municipality.queries import facts
from portal.kernel.outbox.letters import Button, Letter, Writer
from portal.kernel.site.links import absolute
from portal.kernel.texts import to_latin
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, version


def _dear(data: Mapping[str, Any]) -> str:
    name = str(data.get("name", ""))
    return _("Dear %(name)s,", name=to_latin(name) if version().is_latin else name)


def _not_you() -> str:
    return _("If this was not you, choose a new password at once: all sessions end then, this one too.")


def _to_reset() -> Button:
    return Button(_("Choose a new password"), absolute("portal.accounts.ask_reset"))


def confirm(data: Mapping[str, Any]) -> Letter:
    """The link that opens a new account."""
    return Letter(
        subject=_("Confirm your account"),
        greeting=_dear(data),
        paragraphs=[_("Somebody, probably you, has asked for an account on the portal with this e-mail address.")],
        button=Button(_("Confirm the account"), absolute("portal.accounts.confirm", token=data["token"])),
        after=[
            _("The link works for 48 hours and opens a page with one button."),
            _("If it was not you, do nothing: without your confirmation there will be no account."),
        ],
    )


def already(data: Mapping[str, Any]) -> Letter:
    """Somebody asked for an account with an address that has one."""
    return Letter(
        subject=_("You already have an account"),
        greeting=_dear(data),
        paragraphs=[
            _("Somebody, probably you, has asked for an account with this e-mail address. You already have one."),
            _("Sign in with this address and your password. If you have forgotten the password, choose a new one."),
        ],
        button=Button(_("Sign in"), absolute("portal.accounts.sign_in")),
        after=[
            _("New password: %(address)s", address=absolute("portal.accounts.ask_reset")),
            _("If it was not you, do nothing: nothing has changed."),
        ],
    )


def reset(data: Mapping[str, Any]) -> Letter:
    """The link for a new password."""
    return Letter(
        subject=_("New password"),
        greeting=_dear(data),
        paragraphs=[_("Somebody, probably you, has asked for a new password for your account.")],
        button=Button(_("Choose a new password"), absolute("portal.accounts.reset", token=data["token"])),
        after=[
            _("The link works for one hour and only once."),
            _("If it was not you, do nothing: your password stays as it is."),
        ],
    )


def password_changed(data: Mapping[str, Any]) -> Letter:
    """The password is a new one."""
    return Letter(
        subject=_("Your password has been changed"),
        greeting=_dear(data),
        paragraphs=[
            _("The password of your account has been changed. All other devices have been signed out."),
            _not_you(),
        ],
        button=_to_reset(),
    )


def email_confirm(data: Mapping[str, Any]) -> Letter:
    """The link that makes a new address the person's."""
    return Letter(
        subject=_("Confirm your new e-mail address"),
        greeting=_dear(data),
        paragraphs=[_("You asked that your account should use this e-mail address from now on.")],
        button=Button(_("Confirm the new address"), absolute("portal.accounts.change_email", token=data["token"])),
        after=[
            _("The link works for 24 hours."),
            _("If it was not you, do nothing: the address will not be used."),
        ],
    )


def email_changed(data: Mapping[str, Any]) -> Letter:
    """To the old address: it is no longer the person's."""
    return Letter(
        subject=_("Your e-mail address has been changed"),
        greeting=_dear(data),
        paragraphs=[
            _("Your account now uses another e-mail address. This is the last letter to the old one."),
            _("If this was not you, write to us at once: %(email)s", email=facts()["email"]),
        ],
    )


def deleted(data: Mapping[str, Any]) -> Letter:
    """The last letter."""
    return Letter(
        subject=_("Your account has been deleted"),
        greeting=_dear(data),
        paragraphs=[
            _("Your account has been deleted, as you asked. We no longer keep your name, address or password."),
            _("What was already published stays published, without your name."),
        ],
    )


def invited(data: Mapping[str, Any]) -> Letter:
    """The link by which a member of staff sets the first password."""
    return Letter(
        subject=_("You are invited to work on the portal"),
        greeting=_dear(data),
        paragraphs=[_("The administrator has made you an account on the portal. Choose your password to open it.")],
        button=Button(_("Accept the invitation"), absolute("portal.accounts.accept", token=data["token"])),
        after=[
            _("The link works for 7 days. After that ask the administrator for a new one."),
            _("At the first sign-in you will also set up an app for codes on your telephone. Have it at hand."),
        ],
    )


def roles(data: Mapping[str, Any]) -> Letter:
    """What the person may do has changed."""
    return Letter(
        subject=_("Your roles on the portal have changed"),
        greeting=_dear(data),
        paragraphs=[
            _("Your roles on the portal are now: %(roles)s.", roles=named(Role(role) for role in data["roles"]))
        ],
        button=Button(_("My account"), absolute("portal.accounts.index")),
    )


def disabled(data: Mapping[str, Any]) -> Letter:
    """The account was shut."""
    return Letter(
        subject=_("Your account has been disabled"),
        greeting=_dear(data),
        paragraphs=[
            _("The administrator has disabled your account on the portal. What you have written stays where it is."),
            _("If you think this is a mistake, write to us: %(email)s", email=facts()["email"]),
        ],
    )


def enabled(data: Mapping[str, Any]) -> Letter:
    """The account is open again."""
    return Letter(
        subject=_("Your account is open again"),
        greeting=_dear(data),
        paragraphs=[_("The administrator has opened your account again. You sign in as before.")],
        button=Button(_("Sign in"), absolute("portal.accounts.sign_in")),
    )


def new_device(data: Mapping[str, Any]) -> Letter:
    """To staff: somebody signed in on a device that was not seen before."""
    return Letter(
        subject=_("Sign-in from a new device"),
        greeting=_dear(data),
        paragraphs=[
            _("Somebody has signed in to your account on a device that we have not seen before."),
            _("Device: %(device)s", device=devices.in_words(data["device"])),
            _("Time: %(moment)s", moment=shown_moment(datetime.fromisoformat(data["at"]))),
            _("If it was you, all is well."),
            _not_you(),
        ],
        button=_to_reset(),
    )


def recovery_used(data: Mapping[str, Any]) -> Letter:
    """A recovery code opened the account."""
    return Letter(
        subject=_("A recovery code has been used"),
        greeting=_dear(data),
        paragraphs=[_("Somebody has signed in to your account with one of your recovery codes."), _not_you()],
        button=_to_reset(),
    )


def second_factor_reset(data: Mapping[str, Any]) -> Letter:
    """The app for codes has to be set up anew."""
    return Letter(
        subject=_("Set up your app for codes again"),
        greeting=_dear(data),
        paragraphs=[
            _(
                "The administrator has removed the app for codes from your account, as is done when a phone is lost."
            ),
            _("At the next sign-in you will set it up again."),
        ],
        button=Button(_("Sign in"), absolute("portal.accounts.sign_in")),
    )


NOTICES: Mapping[str, Writer] = {
    f"accounts.{writer.__name__}": writer
    for writer in (
        confirm,
        already,
        reset,
        password_changed,
        email_confirm,
        email_changed,
        deleted,
        invited,
        roles,
        disabled,
        enabled,
        new_device,
        recovery_used,
        second_factor_reset,
    )
}
