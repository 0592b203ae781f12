"""Open311 GeoReport v2: other programs read reports and send them, by an open standard (/open311/v2/)."""

from portal.features.problems.programs.views import programs

__all__ = ["programs"]
