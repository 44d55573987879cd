"""Signs of life: the scheduler writes its own and sends one through every queue, so a dead worker shows."""

from django.conf import settings
from django.core.management import call_command
from django.tasks import task

from portal.api import actions, queries


@task()
def beat_worker(queue: str) -> None:
    """Run in a worker: say that this queue is being worked on."""
    actions.beat(f"worker:{queue}")


def beat_all() -> None:
    """Run in the scheduler, every half minute."""
    actions.beat("scheduler")
    for queue in queries.queues():
        beat_worker.using(queue_name=queue).enqueue(queue)


def forget_finished() -> None:
    """Delete the queue's own rows of tasks that ended more than a day ago; our rows keep what matters."""
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command("prune_db_task_results", queue_name="*", min_age_days=1, verbosity=0)
