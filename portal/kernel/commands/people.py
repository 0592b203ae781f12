"""People with accounts."""

from typing import Any

import click

from portal.kernel.commands.root import portal


@portal.group()
def person() -> None:
    """People with accounts."""


@person.command("add")
@click.argument("email")
@click.option("--name", required=True, help="as it is shown: Petar Petrović")
@click.option("--role", "roles", multiple=True, help="a role, or role:office for officials and clerks; may be repeated")
@click.password_option(help="asked for when it is not given; PORTAL_PASSWORD works too", envvar="PORTAL_PASSWORD")
def person_add(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Add somebody, for example the first administrator; a second factor is set up at the first sign-in."""
    from portal.kernel.accounts import actions, passwords
    from portal.kernel.accounts.models import Role
    from portal.kernel.db import work as transaction
    from portal.kernel.municipality.queries import facts

    wanted = []
    for given in roles:
        word, _, scope = given.partition(":")
        if word not in {role.value for role in Role}:
            raise click.ClickException(f"There is no role {word}; there are {', '.join(role.value for role in Role)}.")
        wanted.append((Role(word), scope))
    passwords.check(password, email=email, place=facts()["name"])
    with transaction() as db:
        added = actions.add_person(db, email=email, name=name, password=password, roles=wanted)
        click.echo(f"{added.id} {added.email}")


@person.command("disable")
@click.argument("email")
def person_disable(email: str) -> None:
    """Shut an account; its sessions end at once, what it wrote stays."""
    from portal.kernel.accounts import actions
    from portal.kernel.db import work as transaction

    with transaction() as db:
        actions.disable(db, _person(db, email), by=None)
    click.echo(f"{email} is disabled.")


@person.command("reset-second-factor")
@click.argument("email")
def person_reset_second_factor(email: str) -> None:
    """Take somebody's second factor away, for a new secret key or a lost telephone; the next sign-in sets one up."""
    from portal.kernel.accounts import actions
    from portal.kernel.db import work as transaction

    with transaction() as db:
        actions.reset_second_factor(db, _person(db, email), by=None)
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


@person.command("list")
def person_list() -> None:
    """List the people who have more to do here than a citizen."""
    from sqlalchemy import select

    from portal.kernel.accounts.models import Grant, Person
    from portal.kernel.db import session

    staff = select(Grant.person_id)
    for found in session().scalars(select(Person).where(Person.id.in_(staff)).order_by(Person.id)):
        roles = ", ".join(sorted(f"{g.role.value}:{g.scope}" if g.scope else g.role.value for g in found.grants))
        factor = "second factor" if found.totp_confirmed_at else "no second factor"
        click.echo(
            f"{found.id}\t{found.email}\t{found.name}\t{roles}\t{factor}\t{'' if found.is_active else 'disabled'}"
        )


def _person(db: Any, email: str) -> Any:
    from sqlalchemy import select

    from portal.kernel.accounts.models import Person

    found = db.scalar(select(Person).where(Person.email == email.strip().lower()))
    if found is None:
        raise click.ClickException(f"Nobody has an account with the address {email}.")
    return found
