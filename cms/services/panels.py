"""Groups of fields for the forms of services: every text in all languages, German and English first."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.services.text_form import SMALL, Older
from cms.services.words import FIRST, LANGUAGES, OTHERS
from portal.shared.language import column, direction

LONG = AdminAutoHeightTextInput
SHORT = forms.TextInput


class TextPanel(FieldPanel):
    """The input of one text in one language, marked when the text is older than the German one."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The input with what the form knows of its text."""

        template_name = "cms_services/text_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.older: Older | None = getattr(self.form, "older", {}).get(self.field_name)
            if self.older:
                self.help_text = render_to_string("cms_services/_older.html", {"older": self.older})

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(css={"all": ["cms_services/services.css"]})


class OtherTexts(MultiFieldPanel):
    """A group that is folded up, unless one of its texts is older than the German one."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The group as it stands in one form."""

        def classes(self) -> list[str]:
            texts = [text for row in self.visible_children for text in row.visible_children]
            is_open = any(text.older or text.bound_field.errors for text in texts)
            return [*super().classes(), *([] if is_open else ["collapsed"])]


def small_edit() -> FieldPanel:
    """Return the tick that says that the German text only had a mistake."""
    heading = "Nur eine Kleinigkeit am deutschen Text geändert: Die Übersetzungen stimmen noch"
    help_text = (
        "Zum Beispiel einen Tippfehler. Ohne diesen Haken gelten Übersetzungen, die Sie nicht ändern, als älter."
    )
    return FieldPanel(SMALL, heading=heading, help_text=help_text)


def text(field: str, language: str, heading: str = "", widget: type[forms.Widget] = LONG) -> FieldPanel:
    """Return the input of one text in one language, written in its direction."""
    name = LANGUAGES[language]
    attrs = {"lang": language, "dir": direction(language)}
    heading = f"{heading} ({name})" if heading else name
    return TextPanel(column(field, language), heading=heading, widget=widget(attrs=attrs))


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
        OtherTexts(more, heading=f"{heading}: {others}"),
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
        def may_change(self) -> bool:
            """Say whether the person may do more than change texts."""
            return self.request is None or bool(self.request.user.has_perm("catalogue.add_choice"))

        @property
        def template_name(self) -> str:
            return "wagtailadmin/panels/inline_panel.html" if self.may_change else "cms_services/choice_texts.html"

        def telepath_pack(self, context: Any) -> Any:
            """Tell the admin's scripts what this is: without its buttons it is no list for them."""
            if self.may_change:
                return super().telepath_pack(context)
            return Panel.BoundPanel.telepath_adapter_name, [Panel.BoundPanel.js_opts(self)]
