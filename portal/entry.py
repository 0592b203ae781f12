"""What a WSGI server imports: `portal.entry:app`, made from `PORTAL_*` in the environment."""

from portal.app import create_app, wrap
from portal.kernel import spool

application = create_app()
with application.app_context():
    spool.use()
app = wrap(application)
