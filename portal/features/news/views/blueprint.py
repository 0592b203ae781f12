"""The blueprint all pages of news hang on."""

from flask import Blueprint

pages = Blueprint("news", __name__)
