"""Dates as people write them; other rooms read them, too, so the reading itself stands in the shared room."""

from portal.shared.dates import is_written_like_one, plain_digits, read_date, read_partial_date, write

__all__ = ["is_written_like_one", "plain_digits", "read_date", "read_partial_date", "write"]
