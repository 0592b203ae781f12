"""What people want to know about debates; read only."""

from portal.features.debates.queries.public import public, shows

__all__ = ["public", "shows"]
