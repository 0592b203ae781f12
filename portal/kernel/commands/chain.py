"""The chain of what was done."""

import click

from portal.kernel.commands.root import portal
from portal.kernel.settings import instance


@portal.group()
def audit() -> None:
    """The chain of what was done."""


@audit.command("verify")
@click.option(
    "--checkpoint", help="SEQ:HASH from a letter; without it the last one noted in the instance folder is used"
)
def audit_verify(checkpoint: str | None) -> None:
    """Walk the chain and show every fault; 1 when there is one."""
    from portal.kernel import audit as chain
    from portal.kernel.db import session
    from portal.kernel.operations import checkpoints

    known = checkpoints.parse(checkpoint) if checkpoint else checkpoints.last(instance())
    faults = [fault.sentence for fault in chain.verify(session(), known)]
    for sentence in faults:
        click.echo(sentence, err=True)
    seq, _ = chain.head(session())
    against = f", against the checkpoint at line {known[0]}" if known else ", without a checkpoint"
    click.echo(f"{seq} lines{against}: {f'{len(faults)} faults' if faults else 'no fault'}.")
    raise SystemExit(int(bool(faults)))


@audit.command("head")
def audit_head() -> None:
    """Print the checkpoint to keep elsewhere: number and hash of the last line."""
    from portal.kernel import audit as chain
    from portal.kernel.db import session
    from portal.kernel.operations import checkpoints

    click.echo(checkpoints.written(*chain.head(session())))
