"""Doors: the account itself (door), the second factor (factor), the passkey ceremony (passkey)."""
