"""Pages of public debates."""

from portal.features.debates.views.blueprint import pages

__all__ = ["pages"]
