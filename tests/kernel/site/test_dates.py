"""Days on pages: what belongs together stays on one line."""

from datetime import date, datetime

import pytest

from portal.kernel.clock import ZONE
from portal.kernel.site.shown import day, moment
from portal.kernel.words import speaking


@pytest.mark.parametrize(
    ("version", "long", "with_hour", "month"),
    [
        ("sr", "23.\u00a0новембра 2026.", "23.\u00a0новембра 2026.\u00a0у\u00a009:05", "новембар 2026"),
        ("lat", "23.\u00a0novembra 2026.", "23.\u00a0novembra 2026.\u00a0u\u00a009:05", "novembar 2026"),
        ("en", "23\u00a0November 2026", "23\u00a0November 2026,\u00a009:05", "November 2026"),
    ],
)
def test_a_number_stays_with_its_month_and_an_hour_with_its_day(app, version, long, with_hour, month):
    with app.app_context(), speaking(version):
        assert day(date(2026, 11, 23)) == long
        assert moment(datetime(2026, 11, 23, 9, 5, tzinfo=ZONE)) == with_hour
        assert day(date(2026, 11, 23), "month").rstrip(".") == month
