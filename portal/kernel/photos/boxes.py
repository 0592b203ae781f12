"""Rectangles that cover what must not be seen, in fractions of the picture as it is shown."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import ceil, floor, isfinite
from typing import Any

MOST = 40


@dataclass(frozen=True)
class Box:
    """A rectangle: its left and upper edge, width and height, each between 0 and 1."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_right(self) -> bool:
        """Tell whether it covers a piece of the picture."""
        sides = (self.left, self.top, self.width, self.height)
        inside = all(isfinite(side) and 0 <= side <= 1 for side in sides)
        return inside and self.width > 0 and self.height > 0 and self.left < 1 and self.top < 1

    def on(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return its corners in pixels, both inclusive and rounded outwards: a little more is covered, never less."""
        right, bottom = min(self.left + self.width, 1), min(self.top + self.height, 1)
        return (
            floor(self.left * width),
            floor(self.top * height),
            min(ceil(right * width), width - 1),
            min(ceil(bottom * height), height - 1),
        )


def stored(boxes: Iterable[Box]) -> list[dict[str, Any]]:
    """Return boxes as a row keeps them."""
    return [asdict(box) for box in boxes]


def shown(rows: Iterable[dict[str, Any]]) -> list[Box]:
    """Return boxes from what a row keeps."""
    return [Box(**row) for row in rows]
