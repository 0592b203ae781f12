"""Who cannot go on calls, with one tap."""

import pytest

from portal.kernel.site.shown import tel


def test_a_page_of_an_error_has_the_number_as_a_link(nobody):
    nobody.opens("/sr/nema-ovoga/", expects=404)
    link = nobody.page.select_one("main a[href^='tel:']")
    assert (link["href"], link.text) == ("tel:037000000", "037 000000")


@pytest.mark.parametrize("written", ["+381 37 841-001", "+381 (37) 841/001", "+381.37.841 001"])
def test_signs_between_the_digits_are_for_people(written):
    assert tel(written) == "tel:+38137841001"
