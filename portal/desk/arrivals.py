"""With which package a paper came: the first that lists it. Manifests are sealed; each costs a look for its key."""

import json
from typing import Any
from uuid import UUID

from portal.desk.models import Case, CasePackage
from portal.vault import actions as vault


def manifest_of(package: CasePackage) -> dict[str, Any]:
    """Open a package's manifest."""
    found: dict[str, Any] = json.loads(
        vault.unseal(package.case_id, bytes(package.sealed_manifest), "desk.package.manifest")
    )
    return found


def papers_in(package: CasePackage) -> list[UUID]:
    """Return the ids of the papers that a package lists."""
    return [UUID(each["id"]) for each in manifest_of(package)["files"] if each["role"] == "document"]


def arrivals_of(case: Case) -> dict[UUID, CasePackage]:
    """Return for each paper of a case the package with which it came first."""
    found: dict[UUID, CasePackage] = {}
    for package in case.packages.order_by("sequence"):
        for each in papers_in(package):
            found.setdefault(each, package)
    return found
