"""Dates as they stand on German papers, in Arabic words, with the digits of those papers."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
# As amounts are written (Unicode CLDR, with the digits of German papers): 1,234.50.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
