"""What was sent before documents could follow is with the office already."""

from django.db import migrations


def note(apps, schema_editor):
    applications = apps.get_model("applications", "Application").objects.exclude(submitted_at=None)
    documents = apps.get_model("documents", "Document").objects
    for pk, at in applications.values_list("pk", "submitted_at"):
        documents.filter(subject=pk).update(handed_over_at=at)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("documents", "0002_handed_over")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
