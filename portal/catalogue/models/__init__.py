"""The catalogue's rows: the law's dated amounts, the editable services, the published versions."""

from portal.catalogue.models.law import (
    Dated,
    DocumentType,
    Fee,
    FeeReduction,
    LegalSentence,
    Threshold,
    in_force,
)
from portal.catalogue.models.rows import (
    Choice,
    DocumentRequirement,
    FeeRule,
    GuideStep,
    Hint,
    Note,
    Question,
    ServiceGuide,
    StatusText,
    Step,
)
from portal.catalogue.models.texts import StandardText
from portal.catalogue.models.versions import Cutoff, Sample, Service, ServiceVersion, ServiceVersionQuerySet

__all__ = [
    "Choice",
    "Cutoff",
    "Dated",
    "DocumentRequirement",
    "DocumentType",
    "Fee",
    "FeeReduction",
    "FeeRule",
    "GuideStep",
    "Hint",
    "LegalSentence",
    "Note",
    "Question",
    "Sample",
    "Service",
    "ServiceGuide",
    "ServiceVersion",
    "ServiceVersionQuerySet",
    "StandardText",
    "StatusText",
    "Step",
    "Threshold",
    "in_force",
]
