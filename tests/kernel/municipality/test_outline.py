"""The profile names the outline of the municipality, a file beside it, and the map draws and counts by it."""

import json
import math

import pytest

from portal.features.problems.rules.places import inside
from portal.kernel.municipality import outline, seed
from portal.kernel.municipality.models import Fact
from portal.kernel.paths import STARTER

FILE = STARTER / "razanj.geojson"
NAMED = seed.read(STARTER / "profile.yaml")["map"]


def square_kilometres(corners) -> float:
    lat_km, lon_km = 111.13, 111.32 * math.cos(math.radians(43.7))
    around = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(a[1] * b[0] - b[1] * a[0] for a, b in around)) / 2 * lat_km * lon_km


def test_the_municipality_begins_with_its_true_outline(db):
    assert db.get(Fact, "map").value == NAMED
    assert NAMED["outline"] == outline.read(FILE.read_text(encoding="utf-8"))
    assert square_kilometres(NAMED["outline"]) == pytest.approx(289, rel=0.05), "the State says 289 km²"


@pytest.mark.parametrize(
    ("place", "lat", "lon", "here"),
    [
        ("the town of Ражањ", 43.6747, 21.5419, True),
        ("the middle of the map", 43.672, 21.549, True),
        ("the town of Сокобања", 43.6433, 21.8719, False),
        ("the town of Алексинац", 43.5417, 21.7078, False),
        ("the town of Параћин", 43.8608, 21.4078, False),
        ("the town of Ћићевац", 43.7189, 21.4422, False),
    ],
)
def test_towns_lie_on_their_side_of_the_border(place, lat, lon, here):
    assert inside(NAMED["outline"], lat, lon) is here, place


def test_the_file_says_whose_it_is_and_the_map_too():
    said = json.loads(FILE.read_text(encoding="utf-8"))["properties"]
    assert said["attribution"] == NAMED["outline_from"] and "Open Database License" in said["licence"]
    assert FILE.stat().st_size < 20_000


class TestProfile:
    @pytest.fixture
    def reads(self, tmp_path):
        def read(text: str):
            (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")
            (tmp_path / "ours.geojson").write_text("43, 21\n43, 22\n44, 22\n", encoding="utf-8")
            return seed.read(tmp_path / "profile.yaml")

        return read

    def test_the_outline_is_read_from_the_file_beside_the_profile(self, reads):
        assert reads("map: {lat: 43.5, outline: ours.geojson}")["map"]["outline"] == [[43.0, 21.0], [43.0, 22.0], [44.0, 22.0]]

    @pytest.mark.parametrize("text", ["map: {lat: 43.5}", "map: {lat: 43.5, outline: ''}"])
    def test_a_map_without_an_outline_has_none(self, reads, text):
        assert reads(text)["map"]["outline"] == []

    def test_a_profile_without_a_map_is_as_good(self, reads):
        assert reads("units: []") == {"units": []}

    def test_a_file_that_is_missing_is_named(self, reads):
        with pytest.raises(FileNotFoundError, match=r"theirs\.geojson"):
            reads("map: {outline: theirs.geojson}")
