"""The archive: one search over everything that was ever published."""

from portal.features.archive.indicators import INDICATORS
from portal.features.archive.jobs import JOBS
from portal.features.archive.views import pages
from portal.kernel.feature import Feature, NavItem
from portal.kernel.words import lazy

feature = Feature(
    name="archive",
    address="arhiva",
    blueprint=pages,
    nav=(NavItem(label=lazy("Archive"), endpoint="portal.archive.index", place=80),),
    jobs=JOBS,
    indicators=INDICATORS,
)
