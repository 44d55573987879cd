"""All doors. The CMS enters by name, never by import of its code."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.module_loading import import_string

from portal.shared.patterns import patterns

handler403 = "portal.shared.views.forbidden"
handler404 = "portal.shared.views.not_found"
handler500 = "portal.shared.views.broken"

urlpatterns = [
    path("", include("portal.api.urls")),
    *import_string("cms.urls.admin_patterns"),
    *i18n_patterns(
        path("account/", include("portal.accounts.urls")),
        path("applications/", include("portal.applications.urls")),
        path("status/", include("portal.status.urls")),
        path("needs/", include("portal.needs.urls")),
        path("notices/", include("portal.notices.urls")),
        path("desk/", include("portal.desk.urls")),
        path("p/", include("portal.passes.urls")),
        path("", include((import_string("portal.api.urls.pages"), "health"))),
        path("quality/", include("portal.documents.urls")),
        *([path("patterns/", patterns, name="patterns")] if settings.DEMO else []),
        *([path("demo/", include("portal.demo.urls"))] if settings.DEMO else []),
        path("", include("cms.urls")),
        prefix_default_language=True,
    ),
]
