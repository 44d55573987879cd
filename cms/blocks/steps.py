"""Things to do, in order."""

from wagtail import blocks


class StepBlock(blocks.StructBlock):
    """One thing to do."""

    title = blocks.CharBlock(max_length=120, label="Schritt")
    text = blocks.TextBlock(required=False, label="Erklärung")


class StepsBlock(blocks.StructBlock):
    """A numbered list of things to do."""

    heading = blocks.CharBlock(required=False, max_length=120, label="Überschrift")
    steps = blocks.ListBlock(StepBlock(), label="Schritte")

    class Meta:
        template = "blocks/steps.html"
        icon = "list-ol"
        label = "Schritte"
