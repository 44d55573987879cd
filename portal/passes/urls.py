"""Addresses on the other device: short, because they stand in a code and may be typed."""

from django.urls import path

from portal.passes import views

app_name = "passes"
urlpatterns = [
    path("", views.phone, name="phone"),
    path("files/", views.upload, name="upload"),
    path("finished/", views.finish, name="finish"),
    path("<slug:token>/", views.start, name="start"),
]
