"""Addresses for machines."""

from django.urls import path

from portal.api import views

app_name = "api"
urlpatterns = [
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
]
