"""When each process that works behind the scenes was last seen at work."""

from django.db import models


class Heartbeat(models.Model):
    """`scheduler`, or `worker:<queue>`; written by that process itself."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
