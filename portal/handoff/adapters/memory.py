"""A back-office that keeps packages in memory: works like a real one, for tests and for trying things out."""

from dataclasses import dataclass, field
from uuid import UUID

from portal.handoff.errors import PackageConflictError
from portal.handoff.ports import Acknowledgement, Package
from portal.shared import clock


@dataclass
class MemoryBackOffice:
    """`received` holds the parts of every package, `order` the ids as they came."""

    received: dict[UUID, dict[str, bytes]] = field(default_factory=dict)
    answers: dict[UUID, Acknowledgement] = field(default_factory=dict)

    def send(self, package: Package) -> Acknowledgement:
        """Keep all parts, or none."""
        known = self.answers.get(package.package_id)
        if known is None:
            parts = {part.path: b"".join(part.read()) for part in package.parts}
            parts |= {"manifest.json": package.manifest, "manifest.jws": package.signature.encode()}
            self.received[package.package_id] = parts
            known = Acknowledgement(package.package_id, package.manifest_sha256, clock.now())
            self.answers[package.package_id] = known
        if known.manifest_sha256 != package.manifest_sha256:
            raise PackageConflictError(package=str(package.package_id))
        return known
