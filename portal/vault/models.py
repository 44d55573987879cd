"""One data key per subject (an application, a case, a person's mail): delete the row and all it sealed is erased."""

from django.db import models


class DataKey(models.Model):
    """A 256-bit data key, wrapped (AES-256-GCM) by a key of the ring in settings.VAULT_KEYS."""

    subject = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=40, db_index=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.subject)
