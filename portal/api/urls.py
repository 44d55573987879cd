"""Addresses for machines (without a language), and the page for staff (`pages`, below a language)."""

from django.urls import path

from portal.api import views

app_name = "api"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("health/deep", views.deep, name="deep"),
    path(".well-known/wop-jwks.json", views.jwks, name="jwks"),
]
pages = [path("health/", views.page, name="page")]
