"""The commands of `portal …` and `flask portal …`, a room for each thing they are about."""

from portal.kernel.commands import backup, chain, database, looking, municipality, people, receipts, running
from portal.kernel.commands.root import Commands, portal

__all__ = ["Commands", "backup", "chain", "database", "looking", "municipality", "people", "portal", "receipts", "running"]
