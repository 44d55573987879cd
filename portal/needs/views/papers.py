"""The personal checklist of a service: mark what is ready, take it along on paper in two languages."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.catalogue.definition import Definition
from portal.needs import actions, queries
from portal.needs.forms import LanguageForm, MarksForm
from portal.shared import language
from portal.shared.guards import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the documents, or keep what was marked."""
    definition = queries.offered(slug)
    if request.method == "POST":
        return _keep(request, definition)
    found = queries.checklist(request.session, definition)
    names = {each.code: str(each.item.title) for each in found.papers}
    form = MarksForm(names, initial={each.code: each.mark for each in found.papers})
    lines = [(each, form[each.code]) for each in found.papers]
    context = {"checklist": found, "lines": lines, "by_machine": queries.is_by_machine(definition.origins)}
    return render(request, "needs/checklist.html", context)


@public
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the list in two languages side by side: the page's, and German or the one that is asked for."""
    definition, here = queries.offered(slug), language.current()
    usual = settings.LANGUAGE_CODE if here != settings.LANGUAGE_CODE else "en"
    form = LanguageForm({"other": request.GET.get("other", usual)})
    other = form.cleaned_data["other"] if form.is_valid() else usual
    table = queries.sheet_of(request.session, definition, (here, other))
    context = {"sheet": table, "definition": definition, "form": LanguageForm(initial={"other": other})}
    return render(request, "needs/sheet.html", context)


def _keep(request: HttpRequest, definition: Definition) -> HttpResponse:
    wanted = [each.code for each in definition.requirements]
    actions.mark(request.session, definition, {code: request.POST.get(code, "") for code in wanted})
    if request.POST.get("go") == "start":
        return redirect("applications:start", service_slug=definition.slug)
    if request.POST.get("go") == "print":
        return redirect("needs:sheet", slug=definition.slug)
    messages.success(request, _("Your list is saved on this device for 24 hours."))
    return redirect("needs:checklist", slug=definition.slug)
