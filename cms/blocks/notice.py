"""What must not be overlooked."""

from wagtail import blocks


class NoticeBlock(blocks.StructBlock):
    """A framed sentence; the kind is said in words by the component, never by colour only."""

    kind = blocks.ChoiceBlock(
        choices=[("info", "Hinweis"), ("warning", "Wichtig"), ("success", "Gute Nachricht")],
        default="info",
        label="Art",
    )
    title = blocks.CharBlock(max_length=120, label="Überschrift")
    text = blocks.TextBlock(label="Text")

    class Meta:
        template = "blocks/notice.html"
        icon = "warning"
        label = "Hinweis"
