"""Running text: a heading and paragraphs."""

from wagtail import blocks

# No images and no embeds: public pages ask no other host for anything.
FEATURES = ["bold", "ul", "ol", "link"]


class TextBlock(blocks.StructBlock):
    """A heading and paragraphs. [[...]] marks an official German term."""

    heading = blocks.CharBlock(required=False, max_length=120, label="Überschrift")
    text = blocks.RichTextBlock(features=FEATURES, label="Text")

    class Meta:
        template = "blocks/text.html"
        icon = "pilcrow"
        label = "Text"
