"""Addresses of this room."""

from django.urls import path

from portal.desk.views import cases, papers

app_name = "desk"
urlpatterns = [
    path("", cases.cases, name="list"),
    path("stuck/", cases.stuck, name="stuck"),
    path("stuck/<uuid:package_id>/again/", cases.send_again, name="send-again"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/papers/", papers.papers, name="papers"),
    path("<uuid:case_id>/papers/phone/", papers.make_code, name="phone-make"),
    path("<uuid:case_id>/papers/phone/<uuid:permit>/", papers.phone, name="phone"),
    path("<uuid:case_id>/papers/phone/<uuid:permit>/cancel/", papers.cancel_code, name="phone-cancel"),
    path("<uuid:case_id>/take/", cases.take, name="take"),
    path("<uuid:case_id>/move/<slug:name>/", cases.move, name="move"),
    path("<uuid:case_id>/copies/<uuid:file_id>.pdf", cases.copy, name="copy"),
    path("<uuid:case_id>/pages/<uuid:file_id>/<int:number>.jpg", cases.page, name="page"),
]
