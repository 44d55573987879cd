"""The catalogue's rows: the law's dated amounts, the editable services, the published versions."""

from portal.catalogue.models.law import (
    Dated,
    DocumentType,
    Fee,
    FeeReduction,
    InForce,
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
from portal.catalogue.models.texts import OlderText, StandardText
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
    "InForce",
    "LegalSentence",
    "Note",
    "OlderText",
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
