"""The standalone server: `portal serve`, or any WSGI server with `wsgi:app`."""

from portal import create_app, wrap

application = create_app()
app = wrap(application)
