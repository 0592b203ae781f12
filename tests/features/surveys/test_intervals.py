"""Intervals: the worked examples of textbooks and of our own knowledge file, and the definitions themselves."""

from math import comb, inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.features.surveys.rules import intervals
from portal.features.surveys.rules.intervals import Interval, Verdict

pytestmark = pytest.mark.one_engine


def near(found, *wanted, by=5e-5):
    assert [found.value, found.low, found.high][: len(wanted)] == pytest.approx(wanted, abs=by)


class TestShares:
    def test_a_textbook_share_has_its_wilson_interval(self):
        """Newcombe 1998 (Statist. Med. 17, 857-872), table I, method 3."""
        near(intervals.wilson(81, 263), 81 / 263, 0.2553, 0.3662)
        near(intervals.wilson(15, 148), 15 / 148, 0.0624, 0.1605)
        near(intervals.wilson(0, 20), 0, 0, 0.1611)
        near(intervals.wilson(1, 29), 1 / 29, 0.0061, 0.1718)

    def test_a_weighted_share_has_the_interval_of_its_effective_size(self):
        near(intervals.share_interval(0.38878, 168.13), 0.38878, 0.31836, 0.46416, by=2e-5)

    @given(st.integers(1, 400), st.data())
    def test_the_ends_are_where_the_score_test_turns(self, n, data):
        found = intervals.wilson(data.draw(st.integers(0, n)), n)
        for end in (found.low, found.high):
            if 1e-9 < end < 1 - 1e-9:
                assert abs(found.value - end) / sqrt(end * (1 - end) / n) == pytest.approx(1.959964, abs=1e-5)
        assert 0 <= found.low <= found.value <= found.high <= 1

    def test_who_asks_everybody_is_sure(self):
        assert intervals.wilson(30, 100, population=100) == Interval(0.3, 0.3, 0.3)
        assert intervals.effective(100, 100) == inf

    @given(st.integers(1, 200), st.integers(0, 400))
    def test_a_known_population_makes_it_narrower_and_never_wider(self, n, more):
        endless, finite = intervals.wilson(n // 3, n), intervals.wilson(n // 3, n, n + more + 1)
        assert endless.low <= finite.low + 1e-12 and finite.high <= endless.high + 1e-12


class TestDifferences:
    def test_a_textbook_difference_of_shares(self):
        """Newcombe 1998 (Statist. Med. 17, 873-890), table II, method 10."""
        for a, m, b, n, low, high in ((56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926)):
            near(intervals.difference(intervals.wilson(a, m), intervals.wilson(b, n)), a / m - b / n, low, high)

    def test_a_difference_of_means_is_welchs(self):
        """What scipy 1.17.1 says of the same numbers: `ttest_ind(one, other, equal_var=False).confidence_interval()`."""
        one = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
        other = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.1, 24.4]
        found = intervals.difference_of_means(_counted(one), _counted(other))
        near(found, sum(one) / 15 - sum(other) / 15, -4.815409873, -0.797923460, by=1e-8)

    def test_no_difference_without_two_answers_on_each_side(self):
        assert intervals.difference_of_means({3: 1}, {4: 9}) is None
        assert intervals.difference_of_means({3: 5}, {4: 9}) == Interval(-1, -1, -1)


def _counted(values):
    return {value: values.count(value) for value in values}


class TestMeans:
    @pytest.mark.parametrize("freedom, t", [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799), (1e6, 1.9600), (2.5, 3.57465)])
    def test_students_t_is_that_of_the_tables(self, freedom, t):
        assert intervals.student(freedom) == pytest.approx(t, abs=6e-5)

    def test_a_mean_of_a_scale(self):
        """1 2 3 3 4 5 5 5: mean 3.5, s = 1.5119, n = 8, t = 2.3646."""
        found = intervals.mean({1: 1, 2: 1, 3: 2, 4: 1, 5: 3})
        near(found, 3.5, 3.5 - 2.3646 * 1.511858 / sqrt(8), 3.5 + 2.3646 * 1.511858 / sqrt(8))

    def test_a_known_population_shrinks_it_to_a_point(self):
        half = intervals.mean({1: 50, 5: 50}).high - 3
        near(intervals.mean({1: 50, 5: 50}, population=400), 3, 3 - half * sqrt(0.75), 3 + half * sqrt(0.75), by=1e-9)
        near(intervals.mean({1: 50, 5: 50}, population=100), 3, 3, 3)

    def test_one_answer_has_no_interval(self):
        assert intervals.mean({4: 1}) is None and intervals.mean({}) is None


class TestNps:
    def test_a_score_with_its_interval(self):
        """50 promoters, 20 detractors of 100; Wilson 0.4038-0.5962 and 0.1334-0.2888, correlation -0.5."""
        found = intervals.nps(50, 20, 100)
        p, d, r = (0.4038, 0.5962), (0.1334, 0.2888), -0.5
        low = sqrt((0.5 - p[0]) ** 2 - 2 * r * (0.5 - p[0]) * (d[1] - 0.2) + (d[1] - 0.2) ** 2)
        high = sqrt((p[1] - 0.5) ** 2 - 2 * r * (p[1] - 0.5) * (0.2 - d[0]) + (0.2 - d[0]) ** 2)
        near(found, 30, 30 - 100 * low, 30 + 100 * high, by=0.02)

    def test_it_is_close_to_the_usual_formula_where_there_are_many(self):
        n, p, d = 20_000, 0.45, 0.25
        usual = 1.959964 * sqrt((p + d - (p - d) ** 2) / n)
        near(intervals.nps(int(p * n), int(d * n), n), 20, 20 - 100 * usual, 20 + 100 * usual, by=0.02)

    def test_it_stays_open_where_all_say_the_same(self):
        found = intervals.nps(30, 0, 30)
        assert found.value == 100 and found.high == 100 and 80 < found.low < 95
        assert intervals.nps(0, 30, 30).low == -100


class TestMedians:
    @pytest.mark.parametrize("n, low, high", [(6, 1, 6), (10, 2, 9), (20, 6, 15), (25, 8, 18), (50, 18, 33), (100, 40, 61)])
    def test_its_ranks_are_those_of_the_tables(self, n, low, high):
        """Conover, Practical Nonparametric Statistics, table A3; the binomial distribution with p = 1/2."""
        assert intervals.ranks(n) == (low, high)

    @given(st.integers(6, 1400))
    def test_its_ranks_hold_the_median_95_times_of_100_and_no_closer_ones_do(self, n):
        low, high = intervals.ranks(n)
        assert low + high == n + 1
        inside = sum(comb(n, k) for k in range(low, high)) / 2**n
        closer = sum(comb(n, k) for k in range(low + 1, high - 1)) / 2**n
        assert inside >= 0.95 - (n > intervals.EXACT) * 0.001
        assert closer < 0.95 + (n > intervals.EXACT) * 0.001

    def test_an_even_number_of_values_has_a_median_between_two(self):
        assert intervals.median({1: 1, 2: 1, 4: 1, 8: 1}) == Interval(3, 1, 8)
        assert intervals.median({5: 3}) == Interval(5, 5, 5)
        assert intervals.median({}) is None

    @given(st.lists(st.integers(1, 9), min_size=1, max_size=60), st.sampled_from((0.25, 0.5, 0.75)))
    def test_a_quantile_is_a_value_that_enough_do_not_exceed(self, values, share):
        found = intervals.quantile(_counted(values), share)
        assert sum(value <= found for value in values) >= share * len(values) - 1e-9
        assert sum(value < found for value in values) < share * len(values)


class TestSampleSizes:
    @pytest.mark.parametrize("half, population, n", [(0.05, 8000, 367), (0.03, 8000, 942), (0.05, 1_000_000, 384), (0.03, 1_000_000, 1066), (0.05, 0, 385)])
    def test_how_many_answers_it_takes(self, half, population, n):
        assert intervals.sample_size(half, population) == n


class TestVerdicts:
    """"At least 30 % of respondents used at least one e-service" (5.1.4), of 8,000 people."""

    def test_200_answers_prove_it_from_about_37_percent(self):
        assert intervals.judged(72, 200, 0.3, 8000).verdict is Verdict.CANNOT_TELL
        assert intervals.judged(74, 200, 0.3, 8000).verdict is Verdict.MET
        half = intervals.wilson(72, 200, 8000)
        assert (half.high - half.low) / 2 == pytest.approx(0.065, abs=0.002)

    def test_940_answers_prove_it_from_about_33_percent(self):
        assert intervals.judged(302, 942, 0.3, 8000).verdict is Verdict.CANNOT_TELL
        assert intervals.judged(311, 942, 0.3, 8000).verdict is Verdict.MET

    def test_far_below_it_is_not_met(self):
        assert intervals.judged(40, 200, 0.3, 8000).verdict is Verdict.NOT_MET

    @given(st.integers(1, 300), st.data())
    def test_what_is_said_to_settle_it_settles_it_and_one_less_does_not(self, n, data):
        successes = data.draw(st.integers(0, n))
        found = intervals.judged(successes, n, 0.3, 8000)
        assert found.more is not None
        if found.verdict is Verdict.CANNOT_TELL:
            def at(more):
                return intervals.share_interval(successes / n, intervals.effective(n + more, 8000))

            enough, short = at(found.more), at(found.more - 1)
            assert enough.low >= 0.3 or enough.high < 0.3
            assert short.low < 0.3 <= short.high
        else:
            assert found.more == 0

    def test_a_share_that_is_the_target_is_settled_by_nobody(self):
        assert intervals.judged(30, 100, 0.3).more is None
