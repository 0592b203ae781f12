"""Remarks that say nearly the same are found together, in either script."""

import random

import pytest

from portal.features.debates.law.alike import groups
from portal.kernel.texts import to_latin
from tests.features.debates.law.mock import sentence

pytestmark = pytest.mark.one_engine

DOGS = "Предлажем да се у члану 45. дода обавеза да пас носи корпу у близини школе и вртића."
SNOW = "Рок од два сата за чишћење снега је прекратак за старије људе који живе сами."


def test_copies_and_near_copies_in_both_scripts():
    remarks = {1: DOGS, 2: SNOW, 3: to_latin(DOGS).upper(), 4: DOGS.replace("вртића", "паркова"), 5: "Нешто сасвим треће о пијаци и тезгама.", 6: SNOW + " Хвала."}
    assert groups(remarks) == ((1, 3, 4), (2, 6))


def test_very_short_ones_are_grouped_with_their_equals_only():
    assert groups([("а", "Слажем се!"), ("б", "slazem se"), ("в", "Против сам"), ("г", ""), ("д", "…")]) == (("а", "б"),)


def test_a_flood_of_remarks():
    chance = random.Random(5)
    campaign = [sentence(chance, (20, 40)) for _ in range(20)]
    texts = [(n, chance.choice(campaign) if n % 3 == 0 else sentence(chance, (12, 40))) for n in range(3_000)]
    found = groups(texts)
    assert len(found) == 20 and sum(map(len, found)) == 1000
