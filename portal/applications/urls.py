"""Addresses of this room. Ids are random; every view narrows to the signed-in person's rows."""

from django.urls import path

from portal.applications.views import (
    drafts,
    order,
    papers,
    phone,
    preview,
    reading,
    resumable,
    reusing,
    sending,
    steps,
    together,
)

app_name = "applications"
urlpatterns = [
    path("", drafts.overview, name="list"),
    path("start/<slug:service_slug>/", drafts.start, name="start"),
    path("preview/<slug:service_slug>/", preview.end, name="preview-end"),
    path("preview/<slug:service_slug>/<slug:step>/", preview.preview, name="preview"),
    path("preview/<slug:service_slug>/<slug:step>/saved/", preview.autosave, name="preview-autosave"),
    path("<uuid:id>/steps/<slug:step>/", steps.step, name="step"),
    path("<uuid:id>/steps/<slug:step>/saved/", steps.autosave, name="autosave"),
    path("<uuid:id>/documents/", papers.overview, name="documents"),
    path("<uuid:id>/documents/send/", papers.send, name="documents-send"),
    path("<uuid:id>/documents/for/<slug:requirement>/", papers.upload, name="document-upload"),
    path("<uuid:id>/documents/for/<slug:requirement>/later/", papers.later, name="document-later"),
    path("<uuid:id>/documents/for/<slug:requirement>/uploads/", resumable.begin, name="uploads"),
    path("<uuid:id>/documents/for/<slug:requirement>/uploads/<uuid:upload>/", resumable.upload, name="upload"),
    path("<uuid:id>/documents/for/<slug:requirement>/phone/", phone.make, name="phone-make"),
    path("<uuid:id>/documents/for/<slug:requirement>/phone/<uuid:permit>/", phone.show, name="phone"),
    path("<uuid:id>/documents/for/<slug:requirement>/phone/<uuid:permit>/cancel/", phone.cancel, name="phone-cancel"),
    path("<uuid:id>/documents/<uuid:document>/", papers.document, name="document"),
    path("<uuid:id>/documents/<uuid:document>/turn/<int:number>/", order.turn, name="document-turn"),
    path("<uuid:id>/documents/<uuid:document>/move/<slug:way>/", order.move, name="document-move"),
    path("<uuid:id>/documents/<uuid:document>/undo/", order.undo, name="document-undo"),
    path("<uuid:id>/documents/<uuid:document>/remove/", papers.remove, name="document-remove"),
    path("<uuid:id>/documents/<uuid:document>/right/", reading.confirm, name="document-right"),
    path("<uuid:id>/documents/<uuid:document>/anyway/", papers.anyway, name="document-anyway"),
    path("<uuid:id>/documents/<uuid:document>/pages/<int:number>.jpg", papers.page, name="document-page"),
    path("<uuid:id>/reuse/", reusing.offer, name="reuse"),
    path("<uuid:id>/family/", together.family, name="family"),
    path("<uuid:id>/family/send/", together.send, name="family-send"),
    path("<uuid:id>/check/", sending.check, name="check"),
    path("<uuid:id>/submit/", sending.submit, name="submit"),
    path("<uuid:id>/receipt/", sending.receipt, name="receipt"),
    path("<uuid:id>/receipt/download/", sending.download, name="receipt-download"),
    path("<uuid:id>/receipt.pdf", sending.receipt_pdf, name="receipt-pdf"),
    path("<uuid:id>/delete/", drafts.withdraw, name="withdraw"),
]
