"""Standing pages: accessibility statement, privacy notice, rules, help."""

from portal.features.pages.views import pages
from portal.kernel.feature import Feature

feature = Feature(name="pages", address="strane", blueprint=pages)
