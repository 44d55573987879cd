"""How to reach the office."""

from typing import Any

from wagtail import blocks

from portal.offices.queries import active_offices


class ContactBlock(blocks.StructBlock):
    """The offices with telephone, mail and hours, drawn from their rows."""

    heading = blocks.CharBlock(max_length=120, label="Überschrift")
    text = blocks.TextBlock(required=False, label="Text")

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"offices": active_offices()}

    class Meta:
        template = "blocks/contact.html"
        icon = "mail"
        label = "Kontakt"
