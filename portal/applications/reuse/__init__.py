"""What a person has handed in before and may hand in again: answers and papers, shown and never taken silently."""

from portal.applications.reuse.answers import Offered, fitting, offered_answers
from portal.applications.reuse.papers import OfferedPaper, offered_papers
from portal.applications.reuse.relatives import SaidBefore, filled, said_before
from portal.applications.reuse.sources import Source, has_earlier, sources_of

__all__ = [
    "Offered",
    "OfferedPaper",
    "SaidBefore",
    "Source",
    "filled",
    "fitting",
    "has_earlier",
    "offered_answers",
    "offered_papers",
    "said_before",
    "sources_of",
]
