"""Choosing what to show: the best, but not five times the same."""

from __future__ import annotations

import numpy as np

from matcher.market import Columns, Floats, Ints

# What each repetition among the shown costs: a choice of five like posts is no choice. Facts of the
# vacancy only; nothing about the person.
SAME_ROLE = 0.08
SAME_EMPLOYER = 0.02
SAME_PROGRAMME_TYPE = 0.4  # one academy, one course: its next intake, not five dates of it


def varied(rows: Columns, scores: Floats, limit: int) -> Ints:
    """Positions of the best rows one by one, each repetition of role, employer or programme costing a little.

    Of equals the higher score, then the lower id goes first, so the order opportunities come in
    changes nothing.
    """
    post = rows.is_type("job", "bank")
    cost = np.zeros(len(rows))
    left = np.ones(len(rows), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < min(limit, len(rows)):
        worth = np.where(left, scores - cost, -np.inf)
        equals = np.flatnonzero(worth == worth.max())
        best = int(equals[np.lexsort((rows.row[equals], -scores[equals]))[0]])
        chosen.append(best)
        left[best] = False
        cost += SAME_ROLE * (rows.role == rows.role[best])
        cost += SAME_EMPLOYER * (rows.employer == rows.employer[best])
        if not post[best]:
            cost += SAME_PROGRAMME_TYPE * (rows.type == rows.type[best])
    return np.array(chosen, dtype=np.int64)
