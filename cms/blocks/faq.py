"""Questions people ask."""

from wagtail import blocks


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(max_length=160, label="Frage")
    answer = blocks.TextBlock(label="Antwort")


class FaqBlock(blocks.StructBlock):
    """Questions that open to their answers, also without scripts."""

    heading = blocks.CharBlock(required=False, max_length=120, label="Überschrift")
    questions = blocks.ListBlock(QuestionBlock(), label="Fragen")

    class Meta:
        template = "blocks/faq.html"
        icon = "help"
        label = "Fragen und Antworten"
