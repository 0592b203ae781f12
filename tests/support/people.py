"""People for tests, made through the public verbs, each with a browser."""

import contextvars
from itertools import count

from portal.kernel.accounts import actions, session
from portal.kernel.accounts.models import Person, Role
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import work
from portal.kernel.municipality.queries import office
from tests.support.browser import Browser

NUMBERS = count(1)


class Visitor(Browser):
    """Somebody with an account, signed in."""

    def __init__(self, app, person_id: int, name: str, email: str, token: str) -> None:
        super().__init__(app, token)
        self.id, self.name, self.email, self.token = person_id, name, email, token

    def signs_in_again(self) -> None:
        """Begin a new session: the old one ends when nobody uses it."""
        self.token = contextvars.Context().run(self._begin)
        self._client.set_cookie(COOKIE, self.token)

    def _begin(self) -> str:
        with self.app.app_context(), work() as db:
            return session.begin(db, db.get_one(Person, self.id), "test browser", second_factor=True)

    def person(self, db) -> Person:
        """Return the row in a session."""
        return db.get(Person, self.id)


class People:
    """Makes people: each call somebody new."""

    def __init__(self, app) -> None:
        self._app = app

    def citizen(self, name: str = "") -> Visitor:
        return self.someone(name=name)

    def moderator(self, name: str = "") -> Visitor:
        return self.someone(Role.MODERATOR, name=name)

    def administrator(self) -> Visitor:
        return self.someone(Role.ADMINISTRATOR)

    def official(self, office_key: str) -> Visitor:
        """Somebody who holds an office now."""
        found = self.someone(Role.OFFICIAL, scope=office_key)
        contextvars.Context().run(self._seat, found.id, office_key)
        return found

    def clerk(self, scope: str = "") -> Visitor:
        return self.someone(Role.CLERK, scope=scope)

    def someone(self, *roles: Role, name: str = "", scope: str = "") -> Visitor:
        number = next(NUMBERS)
        word = roles[0].value if roles else "citizen"
        name = name or f"{word.title()} {number}"
        return contextvars.Context().run(self._make, name, f"{word}{number}@test.example", roles, scope)

    def _make(self, name: str, email: str, roles: tuple[Role, ...], scope: str) -> Visitor:
        with self._app.app_context(), work() as db:
            person = actions.add_person(db, email=email, name=name, password="lozinka za probu 1", roles=[(r, scope) for r in roles])
            db.flush()
            token = session.begin(db, person, "test browser", second_factor=True)
            id = person.id
        return Visitor(self._app, id, name, email, token)

    def _seat(self, person_id: int, office_key: str) -> None:
        from portal.kernel.clock import local_date, now

        with self._app.app_context(), work() as db:
            chair = office(db, office_key)
            term = chair.term_on(local_date(now()))
            term.person_id = person_id
