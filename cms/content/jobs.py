"""What Wagtail does beside a save: the search index, and which page refers to which."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django_tasks import task_backends


@contextmanager
def each_once() -> Iterator[None]:
    """Do each of these jobs once, at the end, however often it is asked for in here; none when this fails.

    A page is saved three times until it is published. Each save asks for both jobs, and both read anew what
    the database holds of the page: the last time says all. For whoever makes many things at once: until the
    end nothing of it is found.
    """
    backend = task_backends["default"]
    waiting: dict[Hashable, tuple] = {}

    def wait(task: Any, args: tuple, kwargs: dict) -> None:
        name = (task.module_path, *args, *sorted(kwargs.items()))
        waiting.pop(name, None)
        waiting[name] = (task, args, kwargs)

    backend.enqueue = wait
    try:
        yield
    finally:
        del backend.enqueue
    for job in waiting.values():
        backend.enqueue(*job)
