"""How much memory bodies of requests may take while they arrive, altogether and for one sender.

They wait in memory, since some of them are sealed before they may touch a disk. So there is a room of so many bytes: a body
is let in when all that was announced of it fits, and keeps its place until it is dealt with. Small ones (forms, and the
pieces in which files are sent) find a part of the room that large ones never take. One sender's large ones have a quarter
of the room at most, or it is one body, and so have the small ones: many people may send from one address, and who attaches
much there keeps nobody beside them from a form. Who holds a place and hardly sends gives way when others need it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

MEGABYTE = 1024 * 1024
SMALL = MEGABYTE
FOR_SMALL = 1 / 3
"""The part of the room that only small bodies take."""
SHARE = 1 / 4
"""The part that one sender may take with several bodies."""
GRACE = 20
"""Seconds that every body has before anybody asks how fast it comes."""
LONGEST = 15 * 60
"""A body that would take more seconds than this at its pace gives way, should others need its place."""


@dataclass(eq=False)
class Place:
    """What one body takes in the room; `give_way` is called when it must make place for others."""

    sender: str
    size: int
    since: float
    give_way: Callable[[], None]
    arrived: int = 0
    is_whole: bool = False
    is_left: bool = False

    @property
    def is_small(self) -> bool:
        """Tell whether it may stand where large ones may not."""
        return self.size <= SMALL

    def is_slow(self, moment: float) -> bool:
        """Tell whether it hardly comes."""
        lasted = moment - self.since
        return not self.is_whole and lasted > GRACE and self.arrived * LONGEST < self.size * lasted


class Room:
    """Bytes that arriving bodies may take. Places are asked for in one thread and left in any."""

    def __init__(self, size: int, *, clock: Callable[[], float] = monotonic) -> None:
        self.size, self._clock = size, clock
        self._places: set[Place] = set()
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """How many bytes are spoken for."""
        with self._lock:
            return sum(place.size for place in self._places)

    def enter(self, sender: str, size: int, give_way: Callable[[], None]) -> Place | None:
        """Return a place for a body of so many bytes, or None where there is none even if all slow ones give way."""
        place = Place(sender, size, self._clock(), give_way)
        return place if self._fitted(place, size) else None

    def grow(self, place: Place, size: int) -> bool:
        """Let a body whose length nobody announced take so many bytes in all; tell whether it may."""
        return not place.is_left and self._fitted(place, size)

    def leave(self, place: Place) -> None:
        """Give a place back; again does nothing."""
        with self._lock:
            place.is_left = True
            self._places.discard(place)

    def _fitted(self, place: Place, size: int) -> bool:
        with self._lock:
            others = [each for each in self._places if each is not place]
            gone = self._in_the_way(others, place.sender, size)
            if gone is None:
                return False
            self._places.difference_update(gone)
            for each in gone:
                each.is_left = True
            place.size = size
            self._places.add(place)
        for each in gone:
            each.give_way()
        return True

    def _in_the_way(self, others: list[Place], sender: str, size: int) -> list[Place] | None:
        """Return which slow bodies must go so that this one fits, the largest first; None where that does not help."""
        moment, gone = self._clock(), []
        slow = sorted((each for each in others if each.is_slow(moment)), key=lambda each: -each.size)
        while not self._fits(others, sender, size):
            if not slow:
                return None
            gone.append(slow.pop(0))
            others.remove(gone[-1])
        return gone

    def _fits(self, others: list[Place], sender: str, size: int) -> bool:
        is_small = size <= SMALL
        theirs = sum(each.size for each in others if each.sender == sender and each.is_small is is_small)
        large = sum(each.size for each in others if not each.is_small)
        return (
            sum(each.size for each in others) + size <= self.size
            and (is_small or large + size <= self.size * (1 - FOR_SMALL))
            and (not theirs or theirs + size <= self.size * SHARE)
        )
