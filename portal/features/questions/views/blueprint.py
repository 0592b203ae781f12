"""The blueprint all pages of questions hang on."""

from flask import Blueprint

pages = Blueprint("questions", __name__)
