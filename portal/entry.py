"""What a WSGI server imports: `portal.entry:app`, made from `PORTAL_*` in the environment."""

from portal.app import create_app, wrap

application = create_app()
app = wrap(application)
