"""Addresses for staff: how well the checks work."""

from django.urls import path

from portal.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.quality, name="quality"),
    path("switch/", views.switch, name="switch"),
]
