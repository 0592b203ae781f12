"""Pictures of numbers: where each bar, each end of an interval and each word stands."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.site.charts import GAP, LINE, NAMES, NUMBER, WIDTH, Value, bar_chart

LEFT, ROOM = NAMES + GAP, WIDTH - NAMES - GAP - NUMBER


def value(number, low=None, high=None):
    return Value(number, f"{number}", low, high)


def test_half_of_the_whole_is_half_of_the_room_and_its_interval_lies_around_its_end():
    [row] = bar_chart([("Да", [value(50, 40, 60)])], largest=100).rows
    [bar] = row.bars
    assert bar.width == ROOM / 2 and (bar.low, bar.high) == (round(LEFT + 0.4 * ROOM, 1), round(LEFT + 0.6 * ROOM, 1))
    assert bar.said_x > bar.high


def test_without_a_whole_the_largest_number_or_end_takes_the_room():
    one, other = bar_chart([("а", [value(5, 2, 10)]), ("б", [value(8)])]).rows
    assert one.bars[0].high == LEFT + ROOM and other.bars[0].width == round(0.8 * ROOM, 1)


def test_a_hidden_number_has_no_bar_and_keeps_the_others_in_their_series():
    [row] = bar_chart([("Да", [None, value(3)])]).rows
    assert [bar.series for bar in row.bars] == [2]


def test_a_long_name_is_broken_into_lines_that_fit_and_the_rows_do_not_overlap():
    drawn = bar_chart([("Плаћање пореза и комуналних накнада преко портала ЛПА", [value(1)]), ("Ништа од тога", [value(2)])])
    first, second = drawn.rows
    assert len(first.lines) == 2 and second.lines[0][0] - first.lines[-1][0] >= LINE


def test_no_rows_and_only_noughts_make_no_fault():
    assert bar_chart([]).height == 0
    assert bar_chart([("а", [value(0)])]).rows[0].bars[0].width == 0


@given(st.lists(st.tuples(st.text(max_size=90), st.lists(st.floats(0, 1e6), min_size=1, max_size=2)), max_size=12))
def test_everything_lies_inside_the_picture(rows):
    drawn = bar_chart([(name, [value(number) for number in of]) for name, of in rows])
    for row in drawn.rows:
        for bar in row.bars:
            assert bar.y >= 0 and bar.y + drawn.thick <= drawn.height + 4 and LEFT + bar.width <= WIDTH - NUMBER + 1
        assert all(0 <= y <= drawn.height + 4 for y, _line in row.lines)
