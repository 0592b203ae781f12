"""Letters about commissions."""

from collections.abc import Mapping

from portal.kernel.outbox.letters import Writer

NOTICES: Mapping[str, Writer] = {}
