"""What a backup says about itself: what is in it, with hashes, and what it needs to come back."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from portal.kernel.operations import OperationError
from portal.kernel.settings import setting

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One file of a backup."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The first thing read and the last thing written: a folder without it is no backup."""

    made_at: str
    portal: str
    engine: str
    migrations: dict[str, str]
    tables: dict[str, int]
    audit: str
    key: str
    stored: dict[str, Stored] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def files(self) -> dict[str, Stored]:
        """What came from the instance folder."""
        return {name: stored for name, stored in self.stored.items() if name.startswith("instance/")}

    def same_key(self) -> bool:
        """Tell whether the portal here has the secret key the backup was made under."""
        return hmac.compare_digest(self.key, key_mark())

    def write(self, folder: Path) -> None:
        """Write the manifest."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest. Raises `OperationError` where there is none, or one of a later portal."""
        try:
            found = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if found["format"] != FORMAT:
                raise OperationError(f"This backup has format {found['format']}; this portal reads format {FORMAT}.")
            found["stored"] = {name: Stored(**stored) for name, stored in found["stored"].items()}
            return cls(**found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise OperationError(f"{folder} is no whole backup: {NAME} is missing or damaged.") from fault

    def check(self, folder: Path) -> None:
        """Compare every file with its hash. Raises `OperationError` for a missing, changed or added one."""
        here = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
        here.pop(NAME, None)
        if here.keys() != self.stored.keys():
            odd = sorted(here.keys() ^ self.stored.keys())
            raise OperationError(f"This backup is not whole: {', '.join(odd[:5])} is missing or was added.")
        for name, stored in self.stored.items():
            if digest(here[name]) != stored:
                raise OperationError(f"This backup is damaged: {name} is not what was saved.")


def digest(file: Path) -> Stored:
    """Return hash and size of a file, read in pieces."""
    with file.open("rb") as source:
        return Stored(sha256=hashlib.file_digest(source, "sha256").hexdigest(), size=file.stat().st_size)


def key_mark() -> str:
    """Return what tells one secret key from another without giving it away."""
    return hmac.new(str(setting("SECRET_KEY")).encode(), b"portal backup", hashlib.sha256).hexdigest()[:16]
