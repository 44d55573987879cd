"""Pages that nobody signs in for."""
