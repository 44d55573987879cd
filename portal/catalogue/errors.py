"""What can be wrong with the catalogue."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import PortalError, WrongStateError


class PackError(PortalError):
    """A pack cannot be loaded; `problems` says each reason with its place. For the operator, not for applicants."""

    code = "pack-refused"
    message = _("The catalogue cannot be loaded. Correct the packs and load them again.")

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems=list(problems))
        self.problems = list(problems)

    def __str__(self) -> str:
        return "\n".join([str(self.message), *(f"- {problem}" for problem in self.problems)])


class ConditionError(ValueError):
    """A condition is not one of ours: unknown operator, wrong shape, too deep or too large."""


class NotPublishableError(PortalError):
    """A draft cannot be published; `problems` says each reason with its place. For editors."""

    code = "not-publishable"
    message = _("This version cannot be published yet. Mend what the list names.")

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems=list(problems))
        self.problems = list(problems)


class VersionGoneError(WrongStateError):
    """The newest version cannot be cut off: there is nothing that drafts could go on with."""

    code = "version-gone"
    message = _("There is no newer version yet. Publish one first.")


class VersionFrozenError(WrongStateError):
    """A published version is never changed; publish a new one."""

    code = "version-frozen"


class LawBegunError(WrongStateError):
    """A row of the law has begun: it is not deleted, and what it says is only changed to correct it, with a reason."""

    code = "law-begun"
    message = _("This row already applies. Add a new row that follows it, or correct it and write down why.")


class LawPlaceError(WrongStateError):
    """A row of the law does not fit between the others of its name: on some days two would hold, or none."""

    code = "law-place"
    message = _("The days of this row do not fit the other rows of its name. Look at its first and last day again.")
