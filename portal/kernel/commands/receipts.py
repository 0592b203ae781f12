"""The key that signs receipts."""

import click

from portal.kernel.commands.root import portal


@portal.group()
def receipts() -> None:
    """Receipts and the key that signs them."""


@receipts.command("renew")
@click.confirmation_option(prompt="The secret key that signs now is destroyed. Receipts it signed stay verifiable. Go on?")
def receipts_renew() -> None:
    """Sign by a new key from now on, as after a copy of the old one was lost. Take a new file of keys afterwards."""
    from portal.kernel import audit
    from portal.kernel.db import work
    from portal.kernel.receipts import keys

    made = keys.renew()
    with work() as db:
        audit.note(db, "receipts.renew", "receipts", made.id, by=None)
    click.echo(f"Receipts are signed by key {made.id} now; {len(keys.public_keys()) - 1} earlier ones stay public.")
    click.echo("Take a new file of keys: portal backup --keys FILE")
