"""Doors of the CMS: the editors' admin, and the pages at the end of the site's addresses."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.pages import views
from cms.pages.admin import for_staff
from portal.shared.guards import public

# Editors sign in like everybody else, with their second factor; Wagtail's own doors are closed.
sign_in = public(RedirectView.as_view(pattern_name="account_login", query_string=True))

admin_patterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("cms/login/", sign_in),
    path("cms/", include(decorate_urlpatterns(admin_urls.urlpatterns, for_staff))),
]
urlpatterns = [
    path("search/", include("cms.search.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
