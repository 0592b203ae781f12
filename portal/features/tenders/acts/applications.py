"""What happens to applications, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString

ACTS: Mapping[str, LazyString] = {}
