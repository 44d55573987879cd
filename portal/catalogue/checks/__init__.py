"""What must be true of a service before it is published. Every problem is found and named, not only the first."""

from portal.catalogue.checks.needs import problems_of_needs
from portal.catalogue.checks.service import Surroundings, problems_of

__all__ = ["Surroundings", "problems_of", "problems_of_needs"]
