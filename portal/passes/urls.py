"""Addresses on the other device: short, because they stand in a code and may be typed."""

from django.urls import path

from portal.passes import views

app_name = "passes"
urlpatterns = [
    path("", views.phone, name="phone"),
    path("files/", views.upload, name="upload"),
    path("uploads/", views.begin_upload, name="uploads"),
    path("uploads/<uuid:upload>/", views.go_on_with_upload, name="resumable"),
    path("finished/", views.finish, name="finish"),
    path("<slug:token>/", views.start, name="start"),
]
