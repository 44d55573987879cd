"""From a recogniser's odds along a line to one row of odds per column of the zone."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from portal.documents.adapters.reading.models import Floats
from portal.documents.checks.layouts import ALPHABET

FILLER = ALPHABET.index("<")
# What a column without a spotted character is: most likely a filler, for runs of them melt together.
GAP, ELSE = 0.5, 0.004
FAR = 1.2
# How many pitches of distance it is worth that a character looks like what another reading saw there.
UNLIKE = 0.6
# Steps that stand nearer than this share of the pitch show one character twice.
DOUBLE = 0.45
LEAST = 1e-5


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

    @property
    def clearness(self) -> float:
        """Return how sure the reading is on average (0-1)."""
        return float(self.odds.max(1).mean()) if len(self.odds) else 0.0


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


def columns(line: Spotted, count: int, places: Floats, known: Floats | None = None) -> Floats:
    """Return `count` rows of odds: the spotted characters at their places, gaps as what glimmers there.

    `known` are the odds of another reading of the same line: they help to put each character into its column.
    """
    rows = np.full((count, len(ALPHABET)), ELSE, np.float32)
    rows[:, FILLER] = GAP
    taken: set[int] = set()
    if len(line.steps) == count and known is None:
        chosen: list[int | None] = list(range(count))
    else:
        chosen = _align(line, places, known)
    for index, column in enumerate(chosen):
        if column is not None:
            rows[column] = np.maximum(line.odds[index], LEAST)
            taken.add(column)
    for column in set(range(count)) - taken:
        rows[column] += _glimmer(line, float(places[column]))
    return rows / rows.sum(1, keepdims=True)


def _glimmer(line: Spotted, place: float) -> Floats:
    """Return the strongest odds near a place where no character won against the blank."""
    near = line.all_odds[max(0, round(place) - 1) : round(place) + 2]
    return near.max(0) if len(near) else np.zeros(len(ALPHABET), np.float32)


def fit(lines: list[Spotted], count: int) -> Floats:
    """Return the steps at which the columns stand, from the line that shows exactly as many characters, or nearly."""
    full = [(line.clearness, places) for line in lines if (places := _filled(line, count)) is not None]
    if full:
        return max(full, key=lambda each: each[0])[1]
    first = min(float(line.steps[0]) for line in lines if len(line.steps))
    last = max(float(line.steps[-1]) for line in lines if len(line.steps))
    return np.linspace(first, last, count, dtype=np.float32)


def _filled(line: Spotted, count: int) -> Floats | None:
    """Return the places of all columns when gaps of the line's pitch make up for the missing characters."""
    if len(line.steps) == count:
        return line.steps
    if not 0.6 * count < len(line.steps) < count:
        return None
    gaps = np.diff(line.steps)
    numbers = np.concatenate([[0], np.cumsum(np.maximum(1, np.round(gaps / np.median(gaps))))])
    if numbers[-1] + 1 != count:
        return None
    return np.interp(np.arange(count), numbers, line.steps).astype(np.float32)


def regular(line: Spotted) -> Spotted:
    """Leave out what cannot be a character of its own: it stands too near to a surer neighbour."""
    if len(line.steps) < 3:  # noqa: PLR2004 - no pitch can be told
        return line
    pitch = float(np.median(np.diff(line.steps)))
    dropped = set()
    for first, second in pairwise(range(len(line.steps))):
        if line.steps[second] - line.steps[first] < DOUBLE * pitch and first not in dropped:
            dropped.add(first if line.odds[first].max() < line.odds[second].max() else second)
    kept = [each for each in range(len(line.steps)) if each not in dropped]
    return Spotted(line.steps[kept], line.odds[kept], line.mass, line.all_odds)


def _align(line: Spotted, places: Floats, known: Floats | None) -> list[int | None]:
    """Give each spotted character a column, in order, at the least sum of distances; far ones are left out."""
    steps = line.steps
    pitch = max(1e-3, float(places[-1] - places[0]) / (len(places) - 1))
    cost = np.abs(steps[:, None] - places[None, :]) / pitch
    if known is not None and len(steps):
        cost = cost + UNLIKE * (1 - line.odds @ known.T)
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
