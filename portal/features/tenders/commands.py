"""What the command line offers: `portal tenders verify receipt.json --key key.pem --file plan.pdf`."""

import json
from pathlib import Path
from typing import Any

import click

from portal.kernel.commands import Commands
from portal.kernel.receipts import Verdict, public_keys
from portal.kernel.receipts.verifying import verify as verdict_of
from portal.kernel.uploads import root_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SAID = {
    Verdict.SOUND: "This receipt is genuine: the portal signed exactly this.",
    Verdict.CHANGED: "This receipt was changed: the signature does not fit what it says.",
    Verdict.UNKNOWN_KEY: "This receipt was signed by none of the keys given.",
    Verdict.UNREADABLE: "This is no receipt.",
}


@click.group(cls=Commands)
def tenders() -> None:
    """Public calls and applications."""


@tenders.command()
@click.argument("receipt", type=FILE)
@click.option("--key", "keys", type=FILE, multiple=True, help="a public key (PEM); without it those of this portal")
@click.option("--file", "files", type=FILE, multiple=True, help="a file to compare with the receipt; may stand several times")
def verify(receipt: Path, keys: tuple[Path, ...], files: tuple[Path, ...]) -> None:
    """Verify a receipt, and files against it. Asks no database and no network."""
    text = receipt.read_bytes()
    pems = [key.read_text(encoding="ascii") for key in keys] or [key.pem for key in public_keys()]
    verdict = verdict_of(text, *pems)
    if verdict is not Verdict.SOUND:
        raise click.ClickException(SAID[verdict])
    statement = json.loads(text)["statement"]
    click.echo(SAID[verdict])
    for name in ("kind", "reference", "party", "moment"):
        click.echo(f"{name}: {statement.get(name, '')}")
    strangers = [each for each in files if not _stands_in(each, statement.get("files", []))]
    for each in files:
        click.echo(f"{each}: {'not in this receipt' if each in strangers else 'the same file'}")
    if strangers:
        raise click.ClickException("Not every file is the one of the receipt.")


def _stands_in(path: Path, known: list[dict[str, Any]]) -> bool:
    for one in known:
        with path.open("rb") as file:
            if one["size"] == path.stat().st_size and root_of(file, one["pieces"]) == one["root"]:
                return True
    return False
