"""People for tests. `sign_in` opens a client's session, with a second factor where the test needs one."""

import time

import factory
from allauth.account.models import EmailAddress
from django.test import Client

from portal.accounts import actions
from portal.accounts.models import Person, Role
from tests.factories.offices import OfficeFactory

PASSWORD = "correct horse battery staple"
SECRET = b"twenty-bytes-secret!"


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody with a confirmed address."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    class Params:
        staff = factory.Trait(is_staff=True)

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def confirmed(self, create, extracted, **_kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class RoleFactory(factory.django.DjangoModelFactory):
    """A clerk, unless told otherwise."""

    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory, staff=True)
    office = factory.SubFactory(OfficeFactory)
    kind = "clerk"


def sign_in(client: Client, person: Person, *, verified: bool = False) -> Client:
    """Sign the person in as after a fresh password; `verified` as after the second factor."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    if verified:
        session["otp_device_id"] = actions.add_app(person, SECRET, confirmed=True).persistent_id
    session.save()
    return client
