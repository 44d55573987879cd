"""Groups of states that the law treats alike. Source: § 1 FreizügG/EU with the EEA agreement and the agreement with
Switzerland; § 41 AufenthV.
"""

from functools import lru_cache

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO CH".split()  # noqa: SIM905
)
# § 41(1) AufenthV: may enter without a visa and apply within 90 days.
VISA_FREE = frozenset("AU CA IL JP KR NZ GB US".split())  # noqa: SIM905
# § 41(2) AufenthV: the same, but not for work.
VISA_FREE_NO_WORK = frozenset("BR SV HN AD MC SM".split())  # noqa: SIM905
GROUPS = {"EU": EU, "VISA_FREE": VISA_FREE, "VISA_FREE_NO_WORK": VISA_FREE_NO_WORK}


@lru_cache(maxsize=512)
def groups_of(wanted: tuple[str, ...]) -> frozenset[str]:
    """Return all the codes behind codes and names of groups."""
    return frozenset().union(*(GROUPS.get(each, frozenset({each})) for each in wanted))
