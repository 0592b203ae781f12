"""The letters that left."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from portal.kernel.clock import clock, now
from portal.kernel.moderation.actions import UNDO_WITHIN
from portal.kernel.outbox import deliver


class Mailbox:
    """Sends what is due into the folder and reads it there."""

    def __init__(self, app) -> None:
        self._app = app
        self._folder = Path(app.config["PORTAL_INSTANCE"]) / "mails"
        self._read: dict[Path, EmailMessage] = {}

    def sends(self) -> int:
        """Send what is due; return how many letters left."""
        with self._app.app_context():
            return deliver.deliver_due()

    def sends_what_waits(self) -> int:
        """Let the half minute pass in which a moderator may undo, and send what waited for it."""
        with clock.standing_at(now() + UNDO_WITHIN):
            return self.sends()

    def letters(self, to: str = "") -> list:
        """Return the letters that left, oldest first, after sending what is due."""
        self.sends()
        files = sorted(self._folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name)) if self._folder.is_dir() else []
        for file in files:
            if file not in self._read:
                self._read[file] = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
        return [self._read[file] for file in files if to in self._read[file]["To"]]

    def last(self, to: str):
        """Return the newest letter to an address."""
        letters = self.letters(to)
        assert letters, f"no letter to {to}"
        return letters[-1]

    def link(self, to: str, containing: str = "/") -> str:
        """Return the path of a link that contains something, from the newest letter that has one."""
        base, letters = re.escape(self._app.config["PORTAL_BASE_URL"]), self.letters(to)
        texts = [letter.get_body(("plain",)).get_content() for letter in reversed(letters)]
        found = [link for text in texts for link in re.findall(rf"{base}(\S+)", text) if containing in link]
        assert found, f"no link with {containing!r} in: {texts}"
        return found[0].rstrip(".,)")
