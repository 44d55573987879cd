"""Addresses of this room."""

from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("mailbox/", views.mailbox, name="mailbox"),
]
