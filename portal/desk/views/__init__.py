"""Doors of this room, one file per topic."""
