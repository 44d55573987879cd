"""Invented travel documents, photographed as phones do it: for measuring the reading on pictures nobody has tuned to.

Everything is made by a seed: names, numbers, drawings, light. Nothing shows a real person or a real document.
"""
