"""Where a draft stands: which steps are done, which needs something, where to go on."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.steps import progress
from portal.applications.steps.progress import NOTHING, Weighed
from portal.catalogue.definition import Definition, Question, Step

DONE, CURRENT, OPEN = "done", "current", "open"


@dataclass(frozen=True)
class Standing:
    """A draft looked at once: its form, its readable answers, and what they lead to, weighed once for a request."""

    application: Application
    definition: Definition
    contents: dict[str, queries.StepContent]
    answers: dict[str, Any]
    weighed: Weighed

    @property
    def steps(self) -> list[Step]:
        """Return the steps that are asked, in order."""
        return self.weighed.steps

    @cached_property
    def unfinished(self) -> list[Step]:
        """Return the steps that need something."""
        return [
            step
            for step, questions in self.weighed.opened
            if progress.lacks(questions, self.content_of(step), self.weighed.facts)
        ]

    @property
    def is_complete(self) -> bool:
        """Say whether nothing but documents can be missing."""
        return not self.unfinished

    @property
    def has_moved(self) -> bool:
        """Say whether the form has changed under a page that was not saved since."""
        return any("changed" in content or "gone" in content for content in self.contents.values())

    def content_of(self, step: Step) -> progress.Content:
        """Return what a step holds."""
        return self.contents.get(step.code, NOTHING)

    def questions_of(self, step: Step) -> list[Question]:
        """Return the questions of a step that are asked now."""
        return self.weighed.questions_of(step)

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
    return Standing(application, definition, contents, answers, progress.weigh(definition, answers))
