"""Sums and dates of the law that a form works out beside its questions.

Pure functions: answers, amounts and days go in, a frozen result comes out. They inform and never decide: a result
is only as sure as the answers, and nobody is kept from applying by it (§ 24(3) VwVfG).
"""
