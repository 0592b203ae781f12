"""Pages of news: what everybody reads, and the editors' desk."""

from portal.features.news.views import desk, pictures, public, publication, settings
from portal.features.news.views.blueprint import pages

__all__ = ["desk", "pages", "pictures", "public", "publication", "settings"]
