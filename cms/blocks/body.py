"""What a page's body may be made of: few blocks, each translatable as a whole."""

from wagtail import blocks

from cms.blocks.contact import ContactBlock
from cms.blocks.faq import FaqBlock
from cms.blocks.notice import NoticeBlock
from cms.blocks.steps import StepsBlock
from cms.blocks.text import TextBlock


class Body(blocks.StreamBlock):
    """The body of every page type."""

    text = TextBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    contact = ContactBlock()
    faq = FaqBlock()
