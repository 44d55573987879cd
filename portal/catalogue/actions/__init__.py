"""What may be done with the catalogue: load packs, edit drafts, publish versions."""

from portal.catalogue.actions.drafts import write_draft
from portal.catalogue.actions.law import delete_row, keep_row, row_that_resumes
from portal.catalogue.actions.loading import Loaded, is_changed_here, load_packs
from portal.catalogue.actions.older import keep_track
from portal.catalogue.actions.publishing import (
    problems_of_draft,
    publish,
    publishable,
    remove_cutoff,
    set_cutoff,
    surroundings,
)
from portal.catalogue.actions.resetting import delete_unpublished, exported_version, reset_draft
from portal.catalogue.actions.samples import delete_old_samples, keep_sample

__all__ = [
    "Loaded",
    "delete_old_samples",
    "delete_row",
    "delete_unpublished",
    "exported_version",
    "is_changed_here",
    "keep_row",
    "keep_sample",
    "keep_track",
    "load_packs",
    "problems_of_draft",
    "publish",
    "publishable",
    "remove_cutoff",
    "reset_draft",
    "row_that_resumes",
    "set_cutoff",
    "surroundings",
    "write_draft",
]
