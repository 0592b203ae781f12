"""Letters of the visitors' book."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.outbox import Button, Letter
from portal.kernel.site.links import absolute
from portal.kernel.words import gettext as _


def thanks(data: Mapping[str, Any]) -> Letter:
    """Thanks for a note that everybody can read now."""
    return Letter(
        subject=_("Thank you for your note"),
        greeting=_("Dear %(name)s,", name=data["name"]),
        paragraphs=[_("Your note stands in the visitors' book.")],
        button=Button(_("Read it"), absolute("portal.guest.index")),
    )
