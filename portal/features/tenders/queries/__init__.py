"""What people want to know about public calls; read only."""

from portal.features.tenders.queries.public import (
    PAGE,
    Filter,
    at_phase,
    get_public,
    listed,
    next_change,
    open_now,
    public,
    shelf_of,
    shows,
)

__all__ = ["PAGE", "Filter", "at_phase", "get_public", "listed", "next_change", "open_now", "public", "shelf_of", "shows"]
