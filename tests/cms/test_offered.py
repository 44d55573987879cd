"""Every service of the catalogue has a page, stands in the list of services and is found by the search."""

from django.core.management import call_command
from django.test import TestCase

from cms.pages.models import ServicePage
from cms.pages.seed import seeds
from cms.search.queries import hits_for
from portal.catalogue.models import Service
from portal.shared.language import CODES, column


class EveryService(TestCase):
    """The site with the whole catalogue."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_catalogue", verbosity=0)
        call_command("load_content", verbosity=0)

    def test_every_service_has_exactly_one_page(self):
        slugs = sorted(Service.objects.values_list("slug", flat=True))
        assert sorted(ServicePage.objects.values_list("service_slug", flat=True)) == slugs
        assert len(slugs) > len([each for each in seeds() if each.service])

    def test_loading_again_makes_no_page_twice(self):
        before = ServicePage.objects.count()
        call_command("load_content", verbosity=0)
        assert ServicePage.objects.count() == before

    def test_the_list_names_all_of_them_in_every_language(self):
        for code in CODES:
            text = self.client.get(f"/{code}/services/").content.decode()
            for page in ServicePage.objects.all():
                assert getattr(page, column("heading", code)), (page.slug, code)
                assert f'href="/{code}/services/{page.slug}/"' in text

    def test_the_search_finds_each_by_its_title(self):
        for code in CODES:
            for service in Service.objects.exclude(slug__in=[each.service for each in seeds()]):
                title = getattr(service, column("title", code))
                assert f"services/{service.slug}/" in [each.path for each in hits_for(title, code)], title

    def test_the_search_finds_the_german_word_in_arabic(self):
        assert "services/settlement-permit/" in [each.path for each in hits_for("Niederlassungserlaubnis", "ar")]

    def test_the_needs_check_is_one_click_away(self):
        for address in ("/de/", "/ar/services/", "/en/find/"):
            code = address.split("/")[1]
            assert f'href="/{code}/needs/"' in self.client.get(address).content.decode()
