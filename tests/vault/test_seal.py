import base64
import uuid

import pytest

from portal.vault import actions
from portal.vault.errors import ErasedError, KeyInUseError, TamperedError
from portal.vault.models import DataKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return uuid.uuid4()


def test_what_is_sealed_can_be_opened(subject):
    sealed = actions.seal_json(subject, {"name": "Ş Łukasz أمل"}, "answers.person")
    assert b"ukasz" not in sealed
    assert actions.unseal_json(subject, sealed, "answers.person") == {"name": "Ş Łukasz أمل"}


def test_sealing_twice_gives_different_bytes(subject):
    assert actions.seal(subject, b"same", "x") != actions.seal(subject, b"same", "x")


def test_sealed_bytes_belong_to_one_place(subject):
    sealed = actions.seal(subject, b"secret", "answers.person")
    with pytest.raises(TamperedError):
        actions.unseal(subject, sealed, "answers.address")


def test_sealed_bytes_belong_to_one_subject(subject):
    other = uuid.uuid4()
    actions.seal(other, b"makes a key", "x")
    sealed = actions.seal(subject, b"secret", "x")
    with pytest.raises(TamperedError):
        actions.unseal(other, sealed, "x")


def test_changed_bytes_are_noticed(subject):
    sealed = bytearray(actions.seal(subject, b"secret", "x"))
    sealed[-1] ^= 1
    with pytest.raises(TamperedError):
        actions.unseal(subject, bytes(sealed), "x")


def test_erasing_the_key_erases_what_it_sealed(subject):
    sealed = actions.seal(subject, b"secret", "x")
    actions.erase(subject)
    with pytest.raises(ErasedError):
        actions.unseal(subject, sealed, "x")


def ring(settings, *names):
    old = settings.VAULT_KEYS
    fresh = {name: base64.urlsafe_b64decode(base64.urlsafe_b64encode(name.encode().ljust(32, b"."))) for name in names}
    settings.VAULT_KEYS = {**fresh, **old}


def test_rotation_wraps_every_key_anew_and_opens_old_values(subject, settings):
    sealed = actions.seal(subject, b"secret", "x")
    ring(settings, "2027-1")
    assert actions.rotate() == 1
    assert actions.rotate() == 0
    assert DataKey.objects.get(pk=subject).wrapped_by == "2027-1"
    settings.VAULT_KEYS = {"2027-1": settings.VAULT_KEYS["2027-1"]}
    assert actions.unseal(subject, sealed, "x") == b"secret"


def test_a_key_in_use_may_not_leave_the_ring(subject, settings):
    actions.seal(subject, b"secret", "x")
    ring(settings, "2027-1")
    with pytest.raises(KeyInUseError):
        actions.check_removable("test")
    actions.rotate()
    actions.check_removable("test")


def test_a_key_is_read_once_for_all_that_is_sealed_in_a_block(subject, django_assert_num_queries):
    with actions.opened(subject), django_assert_num_queries(0):
        sealed = actions.seal(subject, b"secret", "answers.person")
        assert actions.unseal(subject, sealed, "answers.person") == b"secret"
    with django_assert_num_queries(1):
        assert actions.unseal(subject, sealed, "answers.person") == b"secret"


def test_an_open_key_is_not_used_for_another_subject(subject):
    other = uuid.uuid4()
    with actions.opened(subject):
        sealed = actions.seal(other, b"secret", "answers.person")
    assert actions.unseal(other, sealed, "answers.person") == b"secret"


def test_what_is_erased_in_a_block_is_erased(subject):
    with actions.opened(subject):
        sealed = actions.seal(subject, b"secret", "answers.person")
        actions.erase(subject)
        with pytest.raises(ErasedError):
            actions.unseal(subject, sealed, "answers.person")
