"""Verbs of news: writing, publishing, pictures, categories, sources and importing."""

from portal.features.news.actions.figures import drift, mend
from portal.features.news.actions.importing import Gathered, accept, gather, leave, take_in
from portal.features.news.actions.pictures import (
    MOST_FILES,
    MOST_PICTURES,
    add_picture,
    attach,
    describe,
    detach,
    put_first,
    remove_picture,
)
from portal.features.news.actions.publishing import (
    expire,
    may_be_taken_back,
    redate,
    release,
    take_back,
    turn,
    withdraw,
)
from portal.features.news.actions.settings import (
    Told,
    add_category,
    add_source,
    change_category,
    change_source,
    move_category,
    order,
    order_due,
    remove_category,
    seed,
)
from portal.features.news.actions.shared import GRACE, load
from portal.features.news.actions.writing import Said, delete, needs_note, save, write

__all__ = [
    "GRACE",
    "MOST_FILES",
    "MOST_PICTURES",
    "Gathered",
    "Said",
    "Told",
    "accept",
    "add_category",
    "add_picture",
    "add_source",
    "attach",
    "change_category",
    "change_source",
    "delete",
    "describe",
    "detach",
    "drift",
    "expire",
    "gather",
    "leave",
    "load",
    "may_be_taken_back",
    "mend",
    "move_category",
    "needs_note",
    "order",
    "order_due",
    "put_first",
    "redate",
    "release",
    "remove_category",
    "remove_picture",
    "save",
    "seed",
    "take_back",
    "take_in",
    "turn",
    "withdraw",
    "write",
]
