"""How the small recogniser of zone lines was made: invented lines in OCR-B, a convolutional network, CTC.

Runs in an environment of its own (requirements.txt beside this file); the portal needs only the exported network.
"""
