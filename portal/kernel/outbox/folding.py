"""How long subjects are cut: between two encoded words every blank belongs to one of them, or readers do not see it."""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any

WIDTH = 75


class Folding(EmailPolicy):
    """Letters as they travel. The standard library loses the blank where it cuts a subject in another script (3.11)."""

    def fold(self, name: str, value: Any) -> str:
        """Fold a header; a subject by the older and careful code."""
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", maxlinelen=WIDTH, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Fold a header as bytes."""
        if name.lower() != "subject" or str(value).isascii():
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii")


LETTERS = Folding(linesep="\r\n")
