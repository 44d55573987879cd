"""Settings: base for all; dev, test and production on top. Only env.py reads the environment."""
