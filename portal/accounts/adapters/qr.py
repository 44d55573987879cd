"""QR codes for authenticator apps."""

import segno


def picture(text: str) -> str:
    """Return the QR code of a text as an SVG data address."""
    return str(segno.make(text, error="m").svg_data_uri(scale=5, border=3, light="#fff"))
