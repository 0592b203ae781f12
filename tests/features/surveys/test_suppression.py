"""Nobody of a few can be told from what is published, whatever is subtracted from what."""

import random
from collections import Counter

import pytest

from portal.features.surveys.rules import suppression
from portal.features.surveys.rules.suppression import NONE, Hidden, Table, Variable, suppress

pytestmark = pytest.mark.one_engine

PRIME = (1 << 61) - 1
K = 5


def one_way(key, **counts):
    return Variable(key=key, counts=counts)


def crossed(row, column, cells):
    return Table(row=row, column=column, cells=Counter(cells))


class TestOneQuestion:
    def test_small_answers_are_hidden_with_so_many_that_their_sum_is_not_small(self):
        hidden = suppress([one_way("contact", yes=60, no=30, unsure=3)], [], K)
        assert hidden.answers == {"contact": {"unsure", "no"}} and not hidden.is_whole("contact")
        assert hidden.shows("contact", "yes") and not hidden.shows("contact", "no")

    def test_several_small_ones_are_enough_for_each_other(self):
        hidden = suppress([one_way("place", seat=90, a=3, b=2, c=1)], [], K)
        assert hidden.answers == {"place": {"a", "b", "c"}}

    def test_nought_is_nobody(self):
        assert suppress([one_way("place", seat=90, a=10, b=0)], [], K).is_whole("place")

    def test_of_few_nothing_is_shown(self):
        assert suppress([one_way("place", a=3, b=1)], [], K).nothing_of == {"place"}

    def test_an_option_that_few_did_not_choose_is_hidden_like_one_that_few_chose(self):
        hidden = suppress([Variable(key="used.web", counts={"yes": 97, "no": 3}, family="used")], [], K)
        assert not hidden.shows("used.web", "yes")

    def test_an_option_that_the_others_leave_over_is_hidden_with_one_of_them(self):
        """100 chose something, 97 of them nothing else than "none": so 3 chose the only other option."""
        options = {"ask": 3, "none": 97}
        family = [
            Variable(key=f"used.{code}", counts={"yes": yes, "no": 100 - yes}, family="used", alone=code == "none")
            for code, yes in options.items()
        ]
        hidden = suppress(family, [], K)
        assert not hidden.shows("used.none", "yes") and not hidden.shows("used.ask", "yes")

    def test_a_question_asked_after_a_hidden_answer_is_not_published(self):
        after = Variable(key="done", counts={"yes": 50, "no": 45}, rests_on={"contact": frozenset({"yes"})})
        assert suppress([one_way("contact", yes=97, no=3), after], [], K).nothing_of == {"done"}
        assert suppress([one_way("contact", yes=90, no=10), after], [], K).nothing_of == set()


class TestATable:
    MEN = {("m", "yes"): 40, ("m", "no"): 3, ("w", "yes"): 20, ("w", "no"): 37}

    def given(self, cells, row="sex", column="used"):
        variables = []
        for place, key in enumerate((row, column)):
            counts = Counter()
            for cell, number in cells.items():
                counts[cell[place]] += number
            counts.pop(NONE, None)
            variables.append(Variable(key=key, counts=counts))
        return suppress(variables, [crossed(row, column, cells)], K)

    def test_a_small_cell_takes_three_others_with_it(self):
        hidden = self.given(self.MEN)
        assert hidden.cells["sex", "used"] == set(self.MEN)

    def test_a_larger_table_keeps_most_of_itself(self):
        cells = {(a, b): 20 + 7 * i + 3 * j for i, a in enumerate("abcd") for j, b in enumerate("wxyz")} | {("b", "x"): 2}
        hidden = self.given(cells)
        assert ("b", "x") in hidden.cells["sex", "used"] and len(hidden.cells["sex", "used"]) == 4
        assert hidden.shows_cell("sex", "used", ("c", "z")) and hidden.is_whole("sex")

    def test_a_table_that_nobody_gave_shows_nothing(self):
        assert not Hidden(frozenset(), {}, {}).shows_cell("a", "b", ("x", "y"))

    def test_few_who_answered_both_are_no_number_of_their_own(self):
        cells = {("m", "yes"): 2, ("m", "no"): 1, ("m", NONE): 40, ("w", "yes"): 30, ("w", "no"): 30, ("w", NONE): 10}
        hidden = self.given(cells)
        assert not hidden.shows_cell("sex", "used", ("m", NONE))


def town(rng):
    """A survey of a few hundred people, lopsided as life is, with a question after another and a multiple choice."""
    names = {f"q{number}": [f"a{n}" for n in range(rng.randint(2, 6))] for number in range(rng.randint(2, 4))}
    weights = {key: [rng.choice((1, 2, 8, 40, 90)) for _ in answers] for key, answers in names.items()}
    silent = rng.choice((0, 0.02, 0.1))
    people = []
    for _ in range(rng.randint(12, 400)):
        one = {key: rng.choices(answers, weights[key])[0] if rng.random() >= silent else NONE for key, answers in names.items()}
        one["after"] = rng.choices(("x", "y", "z"), (60, 20, 3))[0] if one["q0"] == "a0" and rng.random() >= silent else NONE
        chosen = {code for code, chance in (("o1", 0.5), ("o2", 0.1), ("o3", 0.02)) if rng.random() < chance} or {"none"}
        is_silent = rng.random() < silent
        one |= {f"multi.{code}": NONE if is_silent else "yes" if code in chosen else "no" for code in ("o1", "o2", "o3", "none")}
        people.append(one)
    keys = list(people[0])
    tables = rng.sample([(a, b) for a in keys for b in keys if a < b and a.split(".")[0] != b.split(".")[0]], rng.randint(1, 10))
    families = {key.split(".")[0] for key in keys if "." in key}
    for a, b in list(tables):  # a multiple choice is published as a whole
        for family in families & {a.split(".")[0], b.split(".")[0]}:
            tables += [(f"{family}.{o}" if a.startswith(family) else a, f"{family}.{o}" if b.startswith(family) else b) for o in ("o1", "o2", "o3", "none")]
    return people, keys, sorted(set(tables))


def counted(people, keys, tables):
    variables = []
    for key in keys:
        counts = Counter(one[key] for one in people)
        counts.pop(NONE, None)
        rests = {"q0": frozenset({"a0"})} if key == "after" else {}
        family = key.split(".")[0] if "." in key else ""
        variables.append(Variable(key=key, counts=counts, family=family, alone=key.endswith(".none"), rests_on=rests))
    return variables, [crossed(a, b, Counter((one[a], one[b]) for one in people)) for a, b in tables]


class Attacker:
    """Knows all that is published, that tables share their margins, and how to subtract. Shares no code with the rules."""

    def __init__(self, people, keys, tables, hidden):
        self.people, self.hidden, self.rows, self.right = people, hidden, [], []
        self.truth = {}
        self.answers = {key: sorted({one[key] for one in people} | {NONE}) for key in keys}
        for key in keys:
            for answer in self.answers[key]:
                self.truth[key, self.named(key, answer)] = sum(one[key] == answer for one in people)
            self.knows({(key, self.named(key, answer)) for answer in self.answers[key]})
            if key not in hidden.nothing_of:
                self.knows({(key, self.named(key, answer)) for answer in self.answers[key] if answer != NONE})
                for answer in self.answers[key]:
                    if answer != NONE and hidden.shows(key, answer):
                        self.knows({(key, answer)})
        for pair in tables:
            self.reads(pair)

    def named(self, key, answer):
        """Options of one question have the same people without an answer."""
        return f"none of {key.split('.')[0]}" if answer == NONE and "." in key else answer

    def cell(self, pair, a, b):
        name = tuple("multi.*" if answer == NONE and "." in key else key for key, answer in zip(pair, (a, b), strict=True))
        found = (*name, a, b)
        self.truth[found] = sum(one[pair[0]] == a and one[pair[1]] == b for one in self.people)
        return found

    def reads(self, pair):
        (row, column), hidden = pair, self.hidden.cells[pair]
        rows, columns = self.answers[row], self.answers[column]
        for a in rows:
            self.adds({self.cell(pair, a, b): 1 for b in columns} | {self.one(row, a): -1}, 0)
        for b in columns:
            self.adds({self.cell(pair, a, b): 1 for a in rows} | {self.one(column, b): -1}, 0)
        present = set(Counter((one[row], one[column]) for one in self.people))
        for a in rows:
            for b in columns:
                group = {self.cell(pair, x, y) for x in ([a] if a else rows) for y in ([b] if b else columns) if x and y}
                if (a, b) not in hidden and ((a, b) in present or NONE not in (a, b)) and not self.all_hidden(hidden, present):
                    self.knows(group)

    def one(self, key, answer):
        return ("multi.*" if answer == NONE and "." in key else key, self.named(key, answer))

    def all_hidden(self, hidden, present):
        return present <= hidden

    def knows(self, cells):
        cells = {self.shared(cell) for cell in cells}
        self.adds(dict.fromkeys(cells, 1), sum(self.truth[cell] for cell in cells))

    def shared(self, cell):
        if len(cell) == 2 and str(cell[1]).startswith("none of"):
            found = ("multi.*", cell[1])
            self.truth[found] = self.truth[cell]
            return found
        return cell

    def adds(self, row, value):
        self.rows.append(row)
        self.right.append(value)

    def subtracts(self):
        """Gauss and Jordan, in the integers modulo a prime: return what follows exactly, and from how many equations."""
        done = {}
        for row in self.rows:
            row = dict(row)
            for pivot in [name for name in row if name in done]:
                factor = row.get(pivot, 0)
                if factor:
                    for name, number in done[pivot].items():
                        row[name] = (row.get(name, 0) - factor * number) % PRIME
            row = {name: number for name, number in row.items() if number % PRIME}
            if not row:
                continue
            pivot = next(iter(row))
            inverse = pow(row[pivot], -1, PRIME)
            row = {name: number * inverse % PRIME for name, number in row.items()}
            for other in done.values():
                factor = other.get(pivot, 0)
                if factor:
                    for name, number in row.items():
                        other[name] = (other.get(name, 0) - factor * number) % PRIME
                    for name in [name for name, number in other.items() if not number]:
                        del other[name]
            done[pivot] = row
        return {pivot for pivot, row in done.items() if len(row) == 1}

    def bounds(self):
        """What every number is at least and at most, as far as the equations tell one after the other."""
        most = len(self.people)
        low, high = dict.fromkeys(self.truth, 0), dict.fromkeys(self.truth, most)
        for _ in range(12):
            for row, value in zip(self.rows, self.right, strict=True):
                for name, sign in row.items():
                    others = [(other, s) for other, s in row.items() if other != name]
                    rest = sorted((value - sum(s * (high if (s > 0) == up else low)[o] for o, s in others)) * sign for up in (True, False))
                    low[name], high[name] = max(low[name], rest[0]), min(high[name], rest[1])
        return low, high

    def small(self):
        return {name for name, number in self.truth.items() if 0 < number < K and NONE not in name and not str(name[-1]).startswith("none of")}


def leaks(people, keys, tables, hidden):
    attacker = Attacker(people, keys, tables, hidden)
    return attacker.small() & attacker.subtracts()


@pytest.mark.parametrize("seed", range(120))
def test_no_small_number_follows_by_subtraction_from_all_tables_together(seed):
    people, keys, tables = town(random.Random(seed))
    variables, crossing = counted(people, keys, tables)
    assert leaks(people, keys, tables, suppress(variables, crossing, K)) == set()


@pytest.mark.parametrize("seed", range(40))
def test_no_small_number_follows_from_what_the_others_may_be(seed):
    people, keys, tables = town(random.Random(1000 + seed))
    variables, crossing = counted(people, keys, tables)
    attacker = Attacker(people, keys, tables, suppress(variables, crossing, K))
    low, high = attacker.bounds()
    assert {name for name in attacker.small() if low[name] == high[name]} == set()


def test_the_attack_works_where_small_cells_alone_are_hidden(monkeypatch):
    """A mutation: without complementary cells the same attacker learns numbers in nearly every survey."""
    monkeypatch.setattr(suppression._Grid, "settle", lambda grid: grid.hidden.update(grid.guarded))
    found = 0
    for seed in range(40):
        people, keys, tables = town(random.Random(seed))
        variables, crossing = counted(people, keys, tables)
        found += bool(leaks(people, keys, tables, suppress(variables, crossing, K)))
    assert found > 10


def test_much_is_left_to_publish():
    shown = there = 0
    for seed in range(40):
        people, keys, tables = town(random.Random(seed))
        variables, crossing = counted(people, keys, tables)
        hidden = suppress(variables, crossing, K)
        for table in crossing:
            large = [cell for cell, number in table.cells.items() if number >= K and NONE not in cell]
            there += len(large)
            shown += sum(hidden.shows_cell(table.row, table.column, cell) for cell in large)
    assert shown > there / 3
