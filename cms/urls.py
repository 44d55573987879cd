"""Doors of the CMS: the editors' admin, and the pages at the end of the site's addresses."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls

admin_patterns = [path("cms/", include(admin_urls))]
urlpatterns = [path("", include(wagtail_urls))]
