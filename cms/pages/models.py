"""The page types: one tree for all languages, one row per page, the same address below every language prefix."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from cms.blocks.body import Body
from cms.pages.forms import GERMAN_SPELLING, PageForm, ServicePageForm
from cms.translation.models import TranslatedColumns
from portal.shared.language import CODES, Text, column, pick, text_of

SOURCE = settings.LANGUAGE_CODE
# Wide columns: only the reader's language and its fallbacks are ever loaded.
WIDE_FIELDS = ("summary", "body", "keywords")

TITLE_PANEL = TitleFieldPanel(
    "title",
    heading="Interner Name",
    help_text="Nur in der Redaktion zu sehen. Leserinnen und Leser sehen die Überschrift.",
)
SLUG_PANEL = FieldPanel(
    "slug",
    heading="Adresse",
    widget=SlugInput(formatters=GERMAN_SPELLING),
    help_text="Der letzte Teil der Internetadresse: kleine Buchstaben, Ziffern und Bindestriche, z. B. "
    "karte-verloren. Wer die alte Adresse aufruft, kommt zur neuen.",
)
TEXT_PANELS: list[Panel] = [
    FieldPanel(column("heading", SOURCE), heading="Überschrift"),
    FieldPanel(column("summary", SOURCE), heading="Zusammenfassung"),
    FieldPanel(column("body", SOURCE), heading="Inhalt"),
    FieldPanel(column("keywords", SOURCE), heading="Suchwörter"),
]


class TranslatedPage(TranslatedColumns, Page):  # type: ignore[django-manager-missing]
    """A public page. `title` is the German name for editors; readers see the translated fields.

    A language is published when its heading stands in its column. `[[...]]` marks an official German term.
    """

    heading = models.CharField("Überschrift", max_length=200)
    summary = models.TextField("Zusammenfassung", blank=True, help_text="Zwei bis drei kurze Sätze.")
    body = StreamField(Body(), blank=True, verbose_name="Inhalt")
    keywords = models.TextField(
        "Suchwörter", blank=True, help_text="Andere Wörter, unter denen Leserinnen und Leser diese Seite suchen."
    )
    is_top_task = models.BooleanField("Häufig gesucht", default=False)

    kind: ClassVar[str] = "page"
    base_form_class = PageForm
    # Everything public is the same for everybody: no password pages, no form posts.
    private_page_options: ClassVar[list[str]] = []
    allowed_http_methods: ClassVar[list[str]] = ["GET", "HEAD", "OPTIONS"]
    content_panels: ClassVar[list[Panel]] = [TITLE_PANEL, *TEXT_PANELS]
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel([SLUG_PANEL, FieldPanel("is_top_task")], heading="Adresse und Startseite")
    ]

    class Meta:
        abstract = True

    @property
    def published_languages(self) -> list[str]:
        """Return the languages in which this page has a heading of its own."""
        return [code for code in CODES if getattr(self, column("heading", code))]

    def texts(self, field: str) -> Text:
        """Return a translated text for this reader, with the language it is in."""
        return text_of(self, field)

    @property
    def heading_text(self) -> str:
        return self.texts("heading").value

    @property
    def summary_text(self) -> str:
        return self.texts("summary").value

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The frame of the page then asks nobody who they are. Who brings a session never gets a kept page.
        context = {"is_cms_page": True, "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES}
        return {**super().get_context(request, *args, **kwargs), **context}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Show the page as readers of one language would see it."""
        with override(mode_name or SOURCE):
            return super().serve_preview(request, mode_name).render()

    def stream(self, language: str | None = None) -> tuple[Any, str]:
        """Return the body for this reader and the language it is in."""
        filled = {code: code for code in CODES if self._has_body(code)}
        code = pick(filled, language).value or SOURCE
        return getattr(self, column("body", code)), code

    def _has_body(self, code: str) -> bool:
        # Columns of languages that were not loaded are not this reader's.
        return column("body", code) in self.__dict__ and bool(getattr(self, column("body", code)))

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Let an editor look at every language, right-to-left ones too."""
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    @property
    def default_preview_mode(self) -> str:
        return SOURCE


class HomePage(TranslatedPage):
    """The start: three ways in, the search, what most people need, the offices."""

    kind = "home"
    page_description = "Der Anfang der Website. Es gibt ihn einmal."
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "Startseite"


class TopicPage(TranslatedPage):  # type: ignore[django-manager-missing]
    """A list of pages for one group of readers or one purpose: those chosen here, then those below it in the tree."""

    kind = "topic"
    page_description = "Sammelt Seiten für eine Gruppe von Menschen oder einen Zweck."
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage", "cms_pages.TopicPage"]
    is_way_in = models.BooleanField("Einstieg auf der Startseite", default=False)

    content_panels = [*TranslatedPage.content_panels, InlinePanel("entries", label="Seiten dieses Themas")]
    promote_panels = [*TranslatedPage.promote_panels, FieldPanel("is_way_in")]

    class Meta:
        verbose_name = "Thema"


class TopicEntry(Orderable):
    """A page shown on a topic page, wherever it stands in the tree."""

    topic = ParentalKey(TopicPage, on_delete=models.CASCADE, related_name="entries")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    panels: ClassVar[list[Panel]] = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["topic", "page"], name="topic_entry_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} -> {self.page_id}"


class GuidePage(TranslatedPage):
    """An explanation: what this is, what to do, what comes next."""

    kind = "guide"
    page_description = "Erklärt etwas: was es ist, was zu tun ist, was danach kommt."
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage", "cms_pages.TopicPage"]
    subpage_types: ClassVar[list[str]] = []
    next_page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="Nächster Schritt"
    )

    content_panels = [*TranslatedPage.content_panels, FieldPanel("next_page")]

    class Meta:
        verbose_name = "Ratgeber"


class ServicePage(TranslatedPage):
    """A service one can apply for: checklist, fees, steps and deadline are drawn from the catalogue, never typed."""

    kind = "service"
    page_description = "Stellt einen Antrag vor. Checkliste, Gebühren und Fristen kommen aus dem Katalog."
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage", "cms_pages.TopicPage"]
    subpage_types: ClassVar[list[str]] = []
    service_slug = models.SlugField("Leistung im Katalog", help_text="Kurzname der Leistung, z. B. study-extension")

    base_form_class = ServicePageForm
    content_panels = [
        FieldPanel("service_slug"),
        *TranslatedPage.content_panels,
    ]

    class Meta:
        verbose_name = "Leistung"


class LegalPage(TranslatedPage):
    """Imprint, privacy, accessibility."""

    kind = "legal"
    page_description = "Impressum, Datenschutz, Barrierefreiheit und Ähnliches."
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Rechtliches"


class ContactPage(TranslatedPage):
    """How to reach people."""

    kind = "contact"
    page_description = "Wie man die Ämter erreicht."
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Kontakt"


PAGE_TYPES: tuple[type[TranslatedPage], ...] = (HomePage, TopicPage, GuidePage, ServicePage, LegalPage, ContactPage)
