"""Addresses of this room."""

from django.urls import URLPattern

app_name = "status"
urlpatterns: list[URLPattern] = []
