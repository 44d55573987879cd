"""Groups of fields for the forms of services: every text in all languages, German and English first."""

from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.services.words import FIRST, LANGUAGES, OTHERS
from portal.shared.language import column, direction

LONG = AdminAutoHeightTextInput
SHORT = forms.TextInput


def text(field: str, language: str, heading: str = "", widget: type[forms.Widget] = LONG) -> FieldPanel:
    """Return the input of one text in one language, written in its direction."""
    name = LANGUAGES[language]
    attrs = {"lang": language, "dir": direction(language)}
    heading = f"{heading} ({name})" if heading else name
    return FieldPanel(column(field, language), heading=heading, widget=widget(attrs=attrs))


def texts(heading: str, fields: dict[str, tuple[str, type[forms.Widget]]], help_text: str = "") -> list[Panel]:
    """Return two groups for the texts of a topic: German and English side by side, the other languages folded up."""
    first = [FieldRowPanel([text(name, code, *each) for code in FIRST]) for name, each in fields.items()]
    pairs = [OTHERS[at : at + 2] for at in range(0, len(OTHERS), 2)]
    more = [
        FieldRowPanel([text(name, code, *each) for code in pair]) for name, each in fields.items() for pair in pairs
    ]
    others = ", ".join(LANGUAGES[code] for code in OTHERS)
    return [
        MultiFieldPanel(first, heading=heading, help_text=help_text),
        MultiFieldPanel(more, heading=f"{heading}: {others}", classname="collapsed"),
    ]


def rules(heading: str, fields: list[Panel], *, permission: str, **more: Any) -> MultiFieldPanel:
    """Return a group that only people see who may add such rows: translators change texts alone."""
    return MultiFieldPanel(fields, heading=heading, permission=permission, **more)


def field(name: str, heading: str, help_text: str = "", *, permission: str = "", **more: Any) -> FieldPanel:
    """Return one field; with a permission it is in the form only of those who have it."""
    return FieldPanel(name, heading=heading, help_text=help_text, permission=permission or None, **more)


class Choices(InlinePanel):
    """A list of rows below a form; who changes texts alone sees no buttons to add, move or delete them."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The list as one person sees it."""

        @property
        def template_name(self) -> str:
            may_change = self.request is None or self.request.user.has_perm("catalogue.add_choice")
            return "wagtailadmin/panels/inline_panel.html" if may_change else "cms_services/choice_texts.html"
