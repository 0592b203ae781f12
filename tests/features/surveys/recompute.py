"""Computes every number of a survey anew from the files that the portal gives out, and shares no code with it.

    python tests/features/surveys/recompute.py answers.csv codebook.csv numbers.csv

It reads the raw answers (codes), what each column is, and the numbers as they were published, computes each of them from the
answers by other ways (shares by solving the score test, Student's t by integration, medians by sorting), and says what
differs. Standard library only. `cross` and `tables` are for tables of two questions.
"""

import csv
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from math import comb, erf, exp, lgamma, pi, sqrt

FEWEST, NPS = 10, range(11)
NOT_ANSWERED, NOT_ASKED, NO_OPINION = "", ".", "~"
NONE = {NOT_ANSWERED, NOT_ASKED, NO_OPINION}


def table_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def bisected(function, low, high):
    """Where a falling function passes nought."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def z_of_95():
    return bisected(lambda z: 0.95 - erf(z / sqrt(2)), 0, 10)


Z = z_of_95()


def effective(n, population):
    return n if not population else float("inf") if n >= population else n * (population - 1) / (population - n)


def share(number, n, population=0):
    """The two places where the score test of a share turns, looked for one by one."""
    size, p = effective(n, population), number / n
    if size == float("inf"):
        return p, p, p
    turns = lambda end: abs(p - end) * sqrt(size) - Z * sqrt(end * (1 - end))  # noqa: E731
    low = bisected(turns, 0, p) if number else 0.0
    high = bisected(lambda end: -turns(end), p, 1) if number < n else 1.0
    return p, low, high


def t_of_95(freedom):
    """Student's t by Simpson's rule over its density."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)

    def inside(t):
        steps = 2000
        height = lambda x: scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2)  # noqa: E731
        width = t / steps
        return 2 * width / 3 * (height(0) + height(t) + sum((4 if k % 2 else 2) * height(k * width) for k in range(1, steps)))

    return bisected(lambda t: 0.95 - inside(t), 0, 13)


def mean(values, population=0):
    n = len(values)
    if n < 2:
        return None
    middle = Fraction(sum(values), n)
    variance = sum((value - middle) ** 2 for value in values) / (n - 1)
    rest = max(0.0, 1 - n / population) if population else 1.0
    half = t_of_95(n - 1) * sqrt(variance / n * rest)
    return float(middle), float(middle) - half, float(middle) + half


def median(values):
    if not values:
        return None
    ordered, n = sorted(values), len(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if n > 1000:
        low = max(1, int((n + 1) / 2 - Z * sqrt(n) / 2))
    else:
        low = max([rank for rank in range(1, n // 2 + 1) if 2 * sum(comb(n, k) for k in range(rank)) <= Fraction(5, 100) * 2**n] or [1])
    return middle, ordered[low - 1], ordered[n - low]


def nps(values, population=0):
    n = len(values)
    if n < FEWEST:
        return None
    up, down = sum(value >= 9 for value in values), sum(value <= 6 for value in values)
    p, p_low, p_high = share(up, n, population)
    d, d_low, d_high = share(down, n, population)
    rest = (1 - p) * (1 - d)
    together = -sqrt(p * d / rest) if rest else 0
    join = lambda a, b: sqrt(max(0, a * a - 2 * together * a * b + b * b))  # noqa: E731
    value = p - d
    low, high = value - join(p - p_low, d_high - d), value + join(p_high - p, d - d_low)
    return 100 * value, max(-100, 100 * low), min(100, 100 * high)


class Survey:
    """The raw answers and what their columns are."""

    def __init__(self, answers, codebook, population=0):
        self.head, *self.rows = answers
        self.population = population
        self.kinds = {column: kind for _version, column, _question, kind, *_ in codebook[1:]}
        self.columns = {name: [row[place] for row in self.rows] for place, name in enumerate(self.head)}

    def parts(self, code):
        return [name for name in self.head if name.startswith(f"{code}.")]

    def numbers(self):
        """Every number as (column, measure, code): number, value, low, high, answered, not answered, not asked, no opinion."""
        found, seen = {}, set()
        for column, kind in self.kinds.items():
            code = column.split(".")[0]
            if kind in ("multiple", "ranking"):
                if code not in seen:
                    seen.add(code)
                    found.update(getattr(self, kind)(code))
            else:
                found.update(self.one(column, kind))
        return found

    def share_rows(self, key, counts, rests):
        for code, number in counts.items():
            ends = share(number, rests[0], self.population) if rests[0] >= FEWEST else (None,) * 3
            yield (key, "share", code), (number, *ends, *rests)

    def one(self, column, kind):
        said = self.columns[column]
        given = [value for value in said if value not in NONE]
        rests = (len(given), said.count(NOT_ANSWERED), said.count(NOT_ASKED), said.count(NO_OPINION))
        found = {}
        counts = Counter(given)
        if kind in ("scale", "grid", "nps"):
            counts = {str(step): counts[str(step)] for step in (NPS if kind == "nps" else range(1, 6))}
        if kind not in ("number", "date"):
            found.update(self.share_rows(column, counts, rests))
        if kind in ("scale", "grid", "nps", "number"):
            values = [int(value) for value in given]
            measures = {"median": median(values), "mean": mean(values, self.population)}
            measures["nps"] = nps(values, self.population) if kind == "nps" else None
            found.update({(column, name, ""): (None, *ends, *rests) for name, ends in measures.items() if ends})
        return found

    def multiple(self, code):
        parts = self.parts(code)
        first = self.columns[parts[0]]
        rests = (sum(value not in NONE for value in first), first.count(NOT_ANSWERED), first.count(NOT_ASKED), 0)
        return self.share_rows(code, {part.split(".")[1]: self.columns[part].count("yes") for part in parts}, rests)

    def ranking(self, code):
        parts = self.parts(code)
        together = list(zip(*(self.columns[part] for part in parts), strict=True))
        n = sum(any(value not in NONE for value in row) for row in together)
        not_asked = sum(row[0] == NOT_ASKED for row in together)
        rests = (n, len(together) - n - not_asked, not_asked, 0)
        yield from self.share_rows(code, {part.split(".")[1]: self.columns[part].count("1") for part in parts}, rests)
        for part in parts:
            ends = mean([int(value) for value in self.columns[part] if value not in NONE], self.population)
            yield (code, "mean place", part.split(".")[1]), (None, *(ends or (None,) * 3), *rests)

    def categories(self, key):
        """Of each person the answers to a question; a multiple choice may have several, silence has none."""
        parts = self.parts(key) if self.kinds.get(key) is None and key != "mode" else []
        if parts:
            together = zip(*(self.columns[part] for part in parts), strict=True)
            return [[part.split(".")[1] for part, value in zip(parts, row, strict=True) if value == "yes"] for row in together]
        return [[] if value in NONE else [value] for value in self.columns[key]]

    def cross(self, row, column):
        """The cells of a table of two questions, how many are in each row, and in all."""
        cells, n, total = Counter(), Counter(), 0
        for mine, theirs in zip(self.categories(row), self.categories(column), strict=True):
            if mine and theirs:
                total += 1
                n.update(mine)
                cells.update((a, b) for a in mine for b in theirs)
        return cells, n, total


def read_numbers(rows):
    """The published numbers in the same form; mean places are told apart by the order of the options."""
    found, places = {}, defaultdict(int)
    for column, _question, measure, code, _answer, *cells in rows[1:]:
        if measure == "mean place":
            code, places[column] = places[column], places[column] + 1
        found[column, measure, code] = tuple(float(cell) if cell else None for cell in cells)
    return found


def differences(survey, published):
    """What is not the same, or is missing on one side: an empty list is what one wants to see."""
    mine = {}
    order = defaultdict(int)
    for (column, measure, code), cells in survey.numbers().items():
        if measure == "mean place":
            code, order[column] = order[column], order[column] + 1
        mine[column, measure, code] = cells
    wrong = []
    for key in sorted({*mine, *published}, key=str):
        right, said = mine.get(key), published.get(key)
        if right is None and said is not None and said[0] == 0:
            continue  # an option that nobody chose: the raw answers do not know of it
        if right is None or said is None or not all(near(a, b) for a, b in zip(right, said, strict=True)):
            wrong.append(f"{key}: published {said}, recomputed {right}")
    return wrong


def near(one, other):
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1, abs(one), abs(other))


if __name__ == "__main__":
    answers, codebook, numbers = (table_of(path) for path in sys.argv[1:4])
    faults = differences(Survey(answers, codebook, int(sys.argv[4]) if len(sys.argv) > 4 else 0), read_numbers(numbers))
    print("\n".join(faults) or f"all {len(numbers) - 1} numbers follow from {len(answers) - 1} answers")
    sys.exit(bool(faults))
