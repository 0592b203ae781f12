"""Medians and percentiles that count those still waiting."""

from collections.abc import Mapping


def quantile(done: Mapping[int, int], waiting: Mapping[int, int], share: float) -> int | None:
    """Return after how long a share of things is done, things still waiting taken into account.

    `done` and `waiting` map a time (days, hours) to counts. Kaplan–Meier, the product-limit estimate of 1958: at each
    time the share still waiting shrinks by done / at risk, so that an office that answers one of fifty on the same day
    does not look fast. None when the estimate never reaches the share. Linear in the number of different times.
    """
    times = sorted({*done, *waiting})
    at_risk = sum(done.values()) + sum(waiting.values())
    still = 1.0
    for time in times:
        ended = done.get(time, 0)
        if at_risk:
            still *= 1 - ended / at_risk
        if 1 - still >= share - 1e-12:
            return time
        at_risk -= ended + waiting.get(time, 0)
    return None
