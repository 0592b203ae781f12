"""What two rows have in common in the same order."""

from bisect import bisect_left


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the longest row of pairs that rises in both numbers; the first numbers come in order."""
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, number) in enumerate(pairs):
        place = bisect_left(lowest, number)
        before.append(ends[place - 1] if place else -1)
        if place == len(lowest):
            lowest.append(number)
            ends.append(index)
        else:
            lowest[place], ends[place] = number, index
    row: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]
