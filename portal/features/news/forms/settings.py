"""What editors fill in about all news: categories and sources."""

from wtforms import SelectField

from portal.kernel.forms import AtMost, Filled, Form, Line, SelectChoice, Tick
from portal.kernel.municipality.forms import LATIN, NAME, WITHOUT_ENGLISH, Seen
from portal.kernel.words import lazy

OFTEN = {1: lazy("Every hour"), 6: lazy("Every six hours"), 24: lazy("Once a day")}


class CategoryForm(Form):
    """What a category is called."""

    creates = True

    seen = Seen(default=0)
    name_sr = Line(lazy("Name in Serbian"), [Filled(NAME), AtMost(200)], description=LATIN)
    name_en = Line(lazy("Name in English"), [AtMost(200)], description=WITHOUT_ENGLISH)


class SourceForm(Form):
    """A feed to import from."""

    creates = True

    seen = Seen(default=0)
    name = Line(
        lazy("Name of the source"),
        [Filled(lazy("Write whose news these are.")), AtMost(200)],
        description=lazy("It stands under each imported news item."),
    )
    address = Line(
        lazy("Address of the feed (RSS or Atom)"),
        [Filled(lazy("Write the address of the feed.")), AtMost(2000)],
        description=lazy("On a WordPress site it is usually the address of the site with /feed/ at the end."),
    )
    category_id = SelectField(lazy("Category of what is imported"), coerce=int)
    hours = SelectField(
        lazy("How often?"),
        coerce=int,
        choices=[SelectChoice(hours, label) for hours, label in OFTEN.items()],
        default=6,
    )
    publishes = Tick(lazy("Publish at once what is imported. Without it, each becomes a draft that an editor publishes."))
    active = Tick(lazy("Import by itself"), default=True)

    FIELDS = ("name", "address", "category_id", "hours", "publishes", "active")
