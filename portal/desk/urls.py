"""Addresses of this room."""

from django.urls import path

from portal.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.cases, name="list"),
    path("stuck/", views.stuck, name="stuck"),
    path("stuck/<uuid:package_id>/again/", views.send_again, name="send-again"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/take/", views.take, name="take"),
    path("<uuid:case_id>/move/<slug:name>/", views.move, name="move"),
    path("<uuid:case_id>/pages/<uuid:file_id>/<int:number>.jpg", views.page, name="page"),
]
