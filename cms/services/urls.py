"""Addresses of this room, below the admin's."""

from django.urls import path

from cms.services.law import IN_FORCE
from cms.services.views import cutoffs, exchange, law, overview, parts, personas, preview, publishing
from cms.services.views.gone import or_gone

app_name = "cms_services"
# Rows that hold for a time keep their history.
of_law = [
    route
    for name in IN_FORCE
    for route in (
        path(f"parts/{name}/<int:pk>/", law.Edit.as_view(), {"part": name}, name="edit"),
        path(f"parts/{name}/<int:pk>/delete/", law.Delete.as_view(), {"part": name}, name="delete"),
    )
]
urlpatterns = [
    path("", overview.services, name="list"),
    path("import/", exchange.upload, name="import"),
    path("import/<int:pk>/", exchange.compare, name="import-compare"),
    path("new/", parts.Add.as_view(), {"part": "service"}, name="new"),
    path("personas/", personas.examples, name="personas"),
    path("law/", law.tables, name="law"),
    path("law/<slug:part>/new/", parts.Add.as_view(), name="law-new"),
    path("law/<slug:part>/<int:pk>/next/", law.Follow.as_view(), name="law-next"),
    path("law/<slug:part>/<int:pk>/correct/", law.Correct.as_view(), name="law-correct"),
    *of_law,
    path("of/<slug:slug>/", overview.workbench, name="workbench"),
    path("of/<slug:slug>/preview/", preview.preview, name="preview"),
    path("of/<slug:slug>/publish/", publishing.publish, name="publish"),
    path("of/<slug:slug>/compare/", publishing.compare, name="compare"),
    path("of/<slug:slug>/dry-run/", publishing.trial, name="dry-run"),
    path("of/<slug:slug>/cut-off/<int:number>/", cutoffs.cut_off, name="cut-off"),
    path("of/<slug:slug>/cut-off/<int:number>/remove/", cutoffs.no_cut_off, name="cut-off-remove"),
    path("of/<slug:slug>/reset/<int:number>/", publishing.reset, name="reset"),
    path("of/<slug:slug>/export/", exchange.export, name="export"),
    path("of/<slug:slug>/pack/", exchange.pack, name="pack"),
    path("parts/<slug:part>/below/<int:parent>/", parts.Add.as_view(), name="add"),
    path("parts/<slug:part>/<int:pk>/", parts.Edit.as_view(), name="edit"),
    path("parts/<slug:part>/<int:pk>/delete/", parts.Delete.as_view(), name="delete"),
    path("parts/<slug:part>/<int:pk>/move/<slug:way>/", parts.move, name="move"),
]
for route in urlpatterns:
    route.callback = or_gone(route.callback)
