"""A back-office that is always away, on purpose."""

from portal.handoff.ports import Acknowledgement, Package
from portal.shared.errors import UnavailableError


class OutageBackOffice:
    """Takes nothing."""

    def send(self, package: Package) -> Acknowledgement:
        """Raise UnavailableError."""
        raise UnavailableError(package=str(package.package_id))
