"""The minutes link a file only to a member who may open it, and say why not to the others."""

from portal.features.tenders.actions import stating
from portal.features.tenders.queries import assessing
from tests.features.tenders.commission.commissioning import PDF


def test_files_are_linked_after_the_statement_and_never_named_to_who_is_barred(commissioning, noise, clock):
    found = commissioning.open_call()
    for number, name in enumerate(("понуда.pdf", "план.pdf")):
        commissioning.applies(found.call, commissioning.people.citizen(), (name, PDF + bytes([number])))
    clock.moves(days=20, hours=2)
    commissioning.opens(found)
    member, address = found.people[1], f"/sr/konkursi/komisija/{found.call}/zapisnik/1/"
    member.signs_in_again()
    page = member.opens(address)
    assert not page.select(".opened-files a") and member.sees("понуда.pdf")
    assert len(page.select(f'a[href="/sr/konkursi/komisija/{found.call}/izjava/"]')) >= 2
    first = commissioning.reads(lambda db: assessing.applied(db, found.call)[0].id)
    commissioning.acts(lambda db, me: stating.state_conflicts(db, found.call, barred=[first], text="Члан сам.", by=me), member)
    page = member.opens(address)
    links = [each["href"] for each in page.select(".opened-files a")]
    assert len(links) == 1
    with member.asks(links[0]) as answer:
        assert answer.status_code == 200
    assert not member.sees("понуда.pdf") and member.sees("изузети сте од ове пријаве")
