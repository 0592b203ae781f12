"""What the signals are called, and why each of them matters: a moderator reads both."""

from collections.abc import Mapping
from typing import NamedTuple

from portal.kernel.words import LazyString, gettext, lazy, ngettext


class Explained(NamedTuple):
    """A label, and why it matters."""

    label: LazyString
    why: LazyString


_PERSONAL = lazy("It may be somebody’s personal data: black it out, unless it is meant to be public.")

EXPLAINED: Mapping[str, Explained] = {
    "jmbg": Explained(lazy("personal number (JMBG)"), _PERSONAL),
    "phone": Explained(lazy("phone number"), _PERSONAL),
    "email": Explained(lazy("e-mail address"), _PERSONAL),
    "account": Explained(lazy("bank account"), _PERSONAL),
    "plate": Explained(lazy("number plate"), _PERSONAL),
    "mixed": Explained(
        lazy("both scripts in one word"),
        lazy("A letter of the other script can hide a word from the list. It also happens by accident of the keyboard."),
    ),
    "disguised": Explained(
        lazy("letters that only look like ours"),
        lazy("Greek or mathematical letters are hardly ever typed by accident: somebody may be hiding a word."),
    ),
    "hidden": Explained(
        lazy("invisible signs"),
        lazy("Signs that nobody sees came with the text and were taken out. They hide words; a copied text may have them too."),
    ),
    "links": Explained(
        lazy("many links"), lazy("Advertising lives of links. Look where they lead before you publish them.")
    ),
    "new_domain": Explained(
        lazy("a link to a site not seen before"),
        lazy("Nobody linked to this site here until a few days ago. Most are honest, but advertising nearly always has one."),
    ),
    "alike": Explained(
        lazy("nearly the same text from others"),
        lazy("Others have sent almost the same. It may be one campaign, or many people with the same trouble."),
    ),
    "listed": Explained(
        lazy("a word from the list"),
        lazy("The municipality asks moderators to look at these words. Whether they insult depends on what was meant."),
    ),
    "rate": Explained(
        lazy("many submissions in an hour"), lazy("The same author has sent more within an hour than people usually do.")
    ),
    "network": Explained(
        lazy("many submissions from one network"),
        lazy("It may be one person under many names, or a school, a library or an office behind one address."),
    ),
    "trap": Explained(
        lazy("a field for machines was filled in"),
        lazy("People do not see that field. Programs fill it in, and sometimes an extension of a browser does."),
    ),
    "fast": Explained(
        lazy("sent at once"), lazy("The form was filled in faster than people type. A pasted text can be that fast.")
    ),
    "unsigned": Explained(
        lazy("the form’s own mark was missing"),
        lazy("The form did not come from our page, or came changed. Programs do that; very old browsers may."),
    ),
}
"""Labels and explanations by the kind of a signal."""

PERSONAL = frozenset({"jmbg", "phone", "email", "account", "plate"})
"""Signals whose text is what could be blacked out."""

MOST = 100
"""Counting of near duplicates stops here."""


class Shown(NamedTuple):
    """A signal as the desk shows it: its label, what was seen, why it matters."""

    label: str
    text: str
    why: str


def shown(signal: Mapping[str, str]) -> Shown:
    """Put a signal into words; one that no version of the portal knows any more keeps its name."""
    kind, text = signal["kind"], signal["text"]
    known = EXPLAINED.get(kind)
    if kind == "alike":
        day, _blank, month = text.partition(" ")
        text = gettext("%(day)s in 24 hours, %(month)s in 30 days", day=_to_a_hundred(day), month=_to_a_hundred(month))
    elif kind == "fast":
        text = ngettext("after %(num)s second", "after %(num)s seconds", int(text))
    return Shown(str(known.label), text, str(known.why)) if known else Shown(kind, text, "")


def _to_a_hundred(number: str) -> str:
    return f"{MOST}+" if number == str(MOST) else number
