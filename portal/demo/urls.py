"""Addresses of this room."""

from django.urls import path

from portal.demo import views

app_name = "demo"
urlpatterns = [path("", views.logins, name="logins")]
