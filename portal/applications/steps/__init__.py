"""The form engine without the web: reading what was typed, which questions and steps are open, what is missing."""
