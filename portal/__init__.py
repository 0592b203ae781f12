"""The municipal portal: mount `Portal(app)` in a Flask site or run `create_app()` alone."""

from portal.app import Portal, create_app, wrap

__version__ = "0.1.0"

__all__ = ["Portal", "__version__", "create_app", "wrap"]
