"""From the recogniser's odds along a line to one row of odds per column of the zone."""

from dataclasses import dataclass

import numpy as np

from portal.documents.adapters.reading.models import Floats
from portal.documents.checks.zone import ALPHABET

FILLER = ALPHABET.index("<")
# A gap in the reading is most likely a filler: runs of them melt together.
GAP = 0.6
FAR = 9.0


@dataclass(frozen=True)
class Spotted:
    """The characters that a line shows: at which step, with which odds; and how much of all odds the zone's take."""

    steps: Floats
    odds: Floats
    mass: float
    all_odds: Floats

    @property
    def text(self) -> str:
        """Return the likeliest reading, without any rule."""
        return "".join(ALPHABET[each] for each in self.odds.argmax(1)) if len(self.odds) else ""


def spot(odds: Floats) -> Spotted:
    """Put the steps that show the same character together (CTC: blanks part repeated ones)."""
    best = odds.argmax(1)
    starts = [at for at in range(len(best)) if best[at] and (at == 0 or best[at] != best[at - 1])]
    steps, rows = [], []
    for start in starts:
        end = start
        while end < len(best) and best[end] == best[start]:
            end += 1
        run = odds[start:end, 1:]
        steps.append((start + end - 1) / 2)
        rows.append(run[run.max(1).argmax()])
    found = np.array(rows, np.float32).reshape(-1, len(ALPHABET))
    return Spotted(np.array(steps, np.float32), found, float(odds.sum(1).mean()), odds[:, 1:])


def columns(line: Spotted, count: int, places: Floats) -> Floats:
    """Return `count` rows of odds: the spotted characters at their places, gaps as likely fillers."""
    rows = np.full((count, len(ALPHABET)), 0.002, np.float32)
    rows[:, FILLER] = GAP
    chosen = range(count) if len(line.steps) == count else _align(line.steps, places)
    for index, column in enumerate(chosen):
        if column is not None and index < len(line.odds):
            rows[column] = np.maximum(line.odds[index], 1e-5)
    return rows / rows.sum(1, keepdims=True)


def fit(lines: list[Spotted], count: int) -> Floats:
    """Return the steps at which the columns stand, from the line that shows exactly as many characters."""
    exact = [line for line in lines if len(line.steps) == count]
    if exact:
        return max(exact, key=lambda line: float(line.odds.max(1).mean())).steps
    first = min(float(line.steps[0]) for line in lines)
    last = max(float(line.steps[-1]) for line in lines)
    return np.linspace(first, last, count, dtype=np.float32)


def _align(steps: Floats, places: Floats) -> list[int | None]:
    """Give each spotted character a column, in order, at the least sum of distances; too many are left out."""
    pitch = max(1e-3, float(places[-1] - places[0]) / (len(places) - 1))
    cost = np.abs(steps[:, None] - places[None, :]) / pitch
    table = np.full((len(steps) + 1, len(places) + 1), np.inf)
    table[0, :] = 0
    for at in range(1, len(steps) + 1):
        table[at, 0] = table[at - 1, 0] + FAR
        for column in range(1, len(places) + 1):
            taken = table[at - 1, column - 1] + cost[at - 1, column - 1]
            table[at, column] = min(taken, table[at, column - 1], table[at - 1, column] + FAR)
    return _trace(table, cost)


def _trace(table: Floats, cost: Floats) -> list[int | None]:
    at, column = table.shape[0] - 1, table.shape[1] - 1
    chosen: list[int | None] = [None] * at
    while at > 0 and column > 0:
        if table[at, column] == table[at, column - 1]:
            column -= 1
        elif table[at, column] == table[at - 1, column - 1] + cost[at - 1, column - 1]:
            at, column = at - 1, column - 1
            chosen[at] = column
        else:
            at -= 1
    return chosen
