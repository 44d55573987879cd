"""Offices of no real town."""

import factory

from portal.offices.models import Area, Office


class OfficeFactory(factory.django.DjangoModelFactory):
    """An office that takes applications."""

    class Meta:
        model = Office

    slug = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"Ausländerbehörde Musterstadt {n}")
    short_name = factory.Sequence(lambda n: f"Musterstadt {n}")
    ars = "000000000000"
    reference_prefix = "MU"
    street = "Musterweg 1"
    postcode = "00000"
    city = "Musterstadt"
    phone = "+49 30 23125 000"
    email = "amt@example.org"


class AreaFactory(factory.django.DjangoModelFactory):
    """A postcode of an office."""

    class Meta:
        model = Area

    office = factory.SubFactory(OfficeFactory)
    postcode = factory.Sequence(lambda n: f"{n % 100_000:05d}")
    place = "Musterstadt"
