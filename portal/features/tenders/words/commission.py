"""What parts of a commission, verdicts on files and faults are called."""

from collections.abc import Mapping

from portal.features.tenders.models import Part
from portal.kernel.words import LazyString, lazy

PARTS: Mapping[Part, LazyString] = {
    Part.CHAIR: lazy("chair of the commission"),
    Part.MEMBER: lazy("member of the commission"),
    Part.SECRETARY: lazy("secretary of the commission"),
}
VERDICTS: Mapping[str, tuple[str, LazyString]] = {
    "": ("grey", lazy("not opened")),
    "waiting": ("yellow", lazy("being checked")),
    "clean": ("green", lazy("clean")),
    "refused": ("red", lazy("harmful or not what its name says")),
    "unscannable": ("yellow", lazy("cannot be looked into")),
}
"""By state of the stored file: colour and word. Only clean ones are served."""
FAULTS: Mapping[str, LazyString] = {
    "missing": lazy("the sealed file is missing"),
    "changed": lazy("the sealed file was damaged or changed after it had been handed in"),
    "no_key": lazy("the file is sealed to a key that is not here"),
    "other_root": lazy("the file is not the one that was handed in: its fingerprint is another one"),
}
CONFIRMED: Mapping[str, LazyString] = {
    "not_needed": lazy("not needed"),
    "yes": lazy("confirmed after the last change"),
    "no": lazy("not confirmed after the last change"),
}
WHY: Mapping[str, LazyString] = {
    "late": lazy("after the deadline"),
    "incomplete": lazy("something obligatory was missing"),
    "cancelled": lazy("the call was cancelled"),
    "mandate": lazy("without the mandate to submit"),
}
"""Why a try to hand in was refused."""
