"""Guards for the whole suite; fixtures for one room live in that room's folder."""
