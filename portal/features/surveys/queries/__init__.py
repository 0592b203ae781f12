"""What people want to know about surveys; read only."""

from portal.features.surveys.queries.surveys import public

__all__ = ["public"]
