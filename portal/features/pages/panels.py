"""The banner on the home page."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.pages import queries
from portal.kernel.site.shown import depends


def services(db: Session) -> Markup:
    """The services of the state that people need most, and how to come by an account for them."""
    depends("pages")
    return Markup(render_template("portal/pages/_banner.html", banners=queries.banners(db)))
