"""Where the pages of surveys hang."""

from flask import Blueprint

pages = Blueprint("surveys", __name__)
"""The pages of surveys."""
