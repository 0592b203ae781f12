"""What happens to applications, in the words of the audit log: one line for everything, so that nobody counts them."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "tenders.apply": lazy("Something was done to an application to a call; what and whose stays secret"),
}
