"""Addresses of this room."""

from django.urls import path

from portal.status import views

app_name = "status"
urlpatterns = [
    path("<uuid:id>/", views.application, name="application"),
    path("verify/<str:token>/", views.verify, name="verify"),
]
