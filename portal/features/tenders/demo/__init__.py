"""The public calls of the demonstration."""


def run() -> None:
    """Tell every call from its beginning. Where there are calls, nothing happens."""
