"""Text size, contrast, spacing and keys: one normalised cookie, applied by the server, part of the cache key."""

from dataclasses import dataclass

COOKIE = "portal_prefs"
CHOICES = {
    "size": ("m", "l", "xl", "xxl"),
    "contrast": ("normal", "high"),
    "spacing": ("normal", "wide"),
    "keys": ("on", "off"),
}


@dataclass(frozen=True)
class Preferences:
    """How a reader wants pages to look; the first of each list is what nobody chose."""

    size: str = "m"
    contrast: str = "normal"
    spacing: str = "normal"
    keys: str = "on"

    @classmethod
    def read(cls, cookie: str) -> "Preferences":
        """Read a cookie such as `size=xl.contrast=high`; what is unknown counts as not chosen."""
        pairs = (part.partition("=") for part in cookie[:200].split("."))
        return cls(**{name: value for name, _, value in pairs if value in CHOICES.get(name, ())})

    def cookie(self) -> str:
        """Return the one way to write these choices: only what differs, in a fixed order."""
        usual = Preferences()
        return ".".join(f"{name}={getattr(self, name)}" for name in CHOICES if getattr(self, name) != getattr(usual, name))
