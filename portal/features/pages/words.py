"""What the shelves are called."""

from collections.abc import Mapping

from portal.features.pages.models import Shelf
from portal.kernel.words import LazyString, lazy

SHELVES: Mapping[Shelf, LazyString] = {
    Shelf.SERVICE: lazy("Electronic services"),
    Shelf.REGISTER: lazy("Registers and records"),
    Shelf.PROMOTION: lazy("Leaflets and instructions"),
    Shelf.EVENT: lazy("Events on e-government"),
}

ADD: Mapping[Shelf, LazyString] = {
    Shelf.SERVICE: lazy("Add an electronic service"),
    Shelf.REGISTER: lazy("Add a register"),
    Shelf.PROMOTION: lazy("Add a leaflet"),
    Shelf.EVENT: lazy("Add an event"),
}

COUNTED = (lazy("Promotional documents"), lazy("Opened in this month"), lazy("Points on the page"))
"""The parts of the numbers of the plan, by whose names the plan's page says them."""
