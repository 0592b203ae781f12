"""What people want to know about debates; read only."""

from portal.features.debates.queries.public import public, shows
from portal.features.debates.queries.remarks import counts_by_line, shows_remark
from portal.features.debates.queries.remarks_desk import remark_entries

__all__ = ["counts_by_line", "public", "remark_entries", "shows", "shows_remark"]
