"""Where a draft stands: which steps are done, which needs something, where to go on."""

from dataclasses import dataclass
from typing import Any

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.steps import progress
from portal.catalogue.definition import Definition, Step

DONE, CURRENT, OPEN = "done", "current", "open"


@dataclass(frozen=True)
class Standing:
    """A draft looked at once: its form, its readable answers, the steps in order and those that need something."""

    application: Application
    definition: Definition
    contents: dict[str, queries.StepContent]
    answers: dict[str, Any]
    steps: list[Step]
    unfinished: list[Step]

    @property
    def is_complete(self) -> bool:
        """Say whether nothing but documents can be missing."""
        return not self.unfinished

    def number_of(self, step: Step) -> int:
        """Return the step's place, from 1."""
        return self.steps.index(step) + 1 if step in self.steps else 1

    def state_of(self, step: Step) -> str:
        """Return `done` for a step that was saved and lacks nothing."""
        return DONE if step.code in self.contents and step not in self.unfinished else OPEN

    @property
    def next_step(self) -> Step:
        """Return where to go on: the first step that needs something, else the last."""
        untouched = [step for step in self.steps if self.state_of(step) == OPEN]
        return (untouched or self.steps)[0] if untouched else self.steps[-1]


def standing_of(application: Application) -> Standing:
    """Look at a draft."""
    return standing_with(application, queries.contents_of(application))


def standing_with(application: Application, contents: dict[str, queries.StepContent]) -> Standing:
    """Look at a draft whose contents are open already."""
    definition, answers = queries.definition_of(application), queries.merged(contents)
    opened, unread = progress.opened(definition, answers), queries.unread(contents)
    unfinished = [step for step, questions in opened if progress.lacks(questions, answers, unread)]
    return Standing(application, definition, contents, answers, [step for step, _ in opened], unfinished)
