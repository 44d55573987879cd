"""Evaluates expressions with the Common Expression Language (CEL): no loops of our own, no side effects, microseconds.

What is not known is left out of the context: the engine then fails for an expression whose value depends on it, and
gives a value for one whose value does not (`unknown || true`). This is just the "not answered yet" that forms need.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import cel

# What the engine raises when an expression has no value: unknown names, missing keys, wrong types, failed functions.
NO_VALUE = (RuntimeError, KeyError, TypeError, ValueError, ArithmeticError)


class Known:
    """The values known to conditions; added to while a form is gone through."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._context = cel.Context({}, dict(functions))

    def add(self, name: str, value: Any) -> None:
        """Make a value known, or another one in its place; what the engine cannot hold stays unknown."""
        with suppress(*NO_VALUE):
            self._context.add_variable(name, value)

    def value(self, source: str) -> Any:
        """Return what an expression comes to, or None when that hangs on something unknown."""
        try:
            return compiled(source).execute(self._context)
        except NO_VALUE:
            return None


@lru_cache(maxsize=4096)
def compiled(source: str) -> cel.Program:
    """Return the program behind an expression; ValueError when it is not CEL."""
    try:
        return cel.compile(source)
    except (ValueError, RuntimeError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0]) from error
