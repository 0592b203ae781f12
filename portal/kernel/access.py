"""Who may do what: a view says it, or it is closed."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import current_app, request

from portal.kernel.accounts.models import Person, Role
from portal.kernel.refusals import NotAllowed, Refusal
from portal.kernel.words import lazy

View = TypeVar("View", bound=Callable[..., Any])

ANYONE = "anyone"
SIGNED_IN = "signed in"

KERNEL_PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "desk.see": frozenset(
        {
            Role.MODERATOR,
            Role.OFFICIAL,
            Role.CLERK,
            Role.EDITOR,
            Role.WORKING_GROUP,
            Role.HEAD,
            Role.COMMISSION,
            Role.ADMINISTRATOR,
        }
    ),
    "moderation.decide": frozenset({Role.MODERATOR}),
    "moderation.authors": frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
    "comments.close": frozenset({Role.MODERATOR, Role.EDITOR, Role.HEAD}),
    "moderation.reasons": frozenset({Role.MODERATOR, Role.ADMINISTRATOR}),
    "municipality.change": frozenset({Role.ADMINISTRATOR}),
    "people.manage": frozenset({Role.ADMINISTRATOR}),
    "organisations.manage": frozenset({Role.ADMINISTRATOR}),
    "outbox.see": frozenset({Role.ADMINISTRATOR, Role.CLERK}),
    "audit.see": frozenset({Role.ADMINISTRATOR, Role.HEAD}),
}


class SignInFirst(Refusal):
    """Nobody is signed in; the page that shows it leads to the sign-in."""

    status = 401
    sentence = lazy("Sign in to continue.")


def allow(permission: str) -> Callable[[View], View]:
    """Mark a view with the permission it asks for: a declared one, `ANYONE` or `SIGNED_IN`."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def may(person: Person | None, permission: str) -> bool:
    """Tell whether a person may do something; an undeclared permission is a mistake and raises `LookupError`."""
    if permission == ANYONE:
        return True
    if person is None:
        return False
    if permission == SIGNED_IN:
        return True
    table: Mapping[str, frozenset[Role]] = current_app.extensions["portal"].permissions
    if permission not in table:
        raise LookupError(f"no feature declares the permission {permission!r}")
    return bool(table[permission] & person.roles)


def require(person: Person | None, permission: str) -> Person:
    """Return the person if they may, else raise `SignInFirst` or `NotAllowed`."""
    if person is None:
        raise SignInFirst
    if not may(person, permission):
        raise NotAllowed
    return person


def guard(person: Person | None) -> None:
    """Stop the request unless its view says who may come in and this person is one of them."""
    endpoint = request.endpoint or ""
    if endpoint.endswith(".static"):
        return
    permission = getattr(current_app.view_functions[endpoint], "permission", None)
    if permission is None:
        raise LookupError(f"{endpoint} does not say who may use it: mark the view with @allow(...)")
    if permission != ANYONE:
        require(person, permission)
