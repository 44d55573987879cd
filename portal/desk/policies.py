"""Who may do what at the desk."""

from portal.accounts.models import Person
from portal.desk import queries
from portal.offices.models import Office


def may_work_in(person: Person, office: Office) -> bool:
    """Clerks and leads work on the cases of their own office, and on no other."""
    return queries.offices_of_clerk(person).filter(pk=office.pk).exists()


def may_use_desk(person: Person) -> bool:
    """The desk is for those who are clerk or lead somewhere."""
    return queries.offices_of_clerk(person).exists()
