"""Several worker processes share one mailing, and one of them is killed: `python -m tests.sharing`.

    python -m tests.sharing --queue database|celery --database postgres|sqlite [--workers 3]

Real workers (`manage.py db_worker`, or `celery worker` on a RabbitMQ of our own) hand one mailing over to a
provider on loopback that takes half a second a call and honours idempotency keys, as Resend does. Midway one
worker gets SIGKILL; `manage.py tick` runs every second, as cron would every minute. Then we count who did
how much, and how many copies each recipient got, by the provider's own count.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.bench.settings import measured_site
from tests.faults.provider import Act, Provider
from tests.faults.shapes import SHAPES

ROOT = Path(__file__).resolve().parents[1]
BROKER_PORT = 5673
PATIENCE = 180.0
DATABASE_WORKER = "manage.py db_worker --backend mail --queue-name mail --no-reload --interval 0.2"
CELERY_WORKER = (
    "-m celery --app cms.broker worker --queues mail --concurrency 1 "
    "--loglevel ERROR --hostname {}@%h"
)


@contextmanager
def broker() -> Iterator[str]:
    """A RabbitMQ of our own on loopback. Yields its URL."""
    if shutil.which("rabbitmq-server") is None:
        sys.exit("No RabbitMQ here: install it (Debian: apt-get install rabbitmq-server).")
    with tempfile.TemporaryDirectory(prefix="network-rabbit-") as folder:
        os.chmod(folder, 0o777)
        env = os.environ | {
            "RABBITMQ_NODENAME": "network@localhost",
            "RABBITMQ_NODE_PORT": str(BROKER_PORT),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": folder,
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        with (Path(folder) / "out").open("wb") as log:
            server = subprocess.Popen(
                ["rabbitmq-server"], env=env, stdout=log, stderr=log, start_new_session=True
            )
        url = f"amqp://guest:guest@127.0.0.1:{BROKER_PORT}//"
        try:
            wait_for(lambda: can_connect(url), "RabbitMQ")
            yield url
        finally:
            subprocess.run(
                ["rabbitmqctl", "-n", "network@localhost", "stop"],
                env=env,
                capture_output=True,
                check=False,
            )
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def can_connect(url: str) -> bool:
    from kombu import Connection

    with suppress(OSError), Connection(url, connect_timeout=2) as connection:
        connection.connect()
        return True
    return False


def wait_for(is_so: Any, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            sys.exit(f"{what} did not come about in {PATIENCE:.0f} s.")
        time.sleep(0.5)


@contextmanager
def workers(number: int, command: str, env: dict[str, str]) -> Iterator[list[subprocess.Popen]]:
    started = [
        subprocess.Popen(
            [sys.executable, *command.format(turn).split()],
            cwd=ROOT,
            env=env,
            start_new_session=True,
        )
        for turn in range(1, number + 1)
    ]
    try:
        yield started
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def share(options: argparse.Namespace, broker_url: str) -> dict[str, Any]:
    provider = Provider(SHAPES["resend"])
    provider.decide = lambda _call: Act(pause_before=0.5)
    env = os.environ | {
        "MAIL_PROVIDER": "resend",
        "MAIL_API_KEY": "a-test-key",
        "MAIL_API_URL": provider.url,
        "MAIL_BATCH_SIZE": "100",
        "MAIL_CALLS": "2",
        "BROKER_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    os.environ.update(
        {name: env[name] for name in ("MAIL_PROVIDER", "MAIL_BATCH_SIZE", "BROKER_URL")}
    )
    os.environ.update(MAIL_API_KEY="a-test-key", MAIL_API_URL=provider.url, MAIL_CALLS="2")
    command = CELERY_WORKER if broker_url else DATABASE_WORKER
    with measured_site(options.database):
        from newsletters.delivery.models import Mailing
        from newsletters.delivery.queries import balance

        env |= {name: os.environ[name] for name in ("DATABASE_URL", "VAR_DIR")}
        mailing = press(options.recipients)
        pids = {}
        with workers(options.workers, command, env) as started:
            provider.workers = lambda: [pid for process in started for pid in family(process.pid)]
            wait_for(lambda: tick(env) and has_a_third(provider, options.recipients), "A third")
            victim = started[0]
            pids = {pid: turn for turn, one in enumerate(started, 1) for pid in family(one.pid)}
            os.killpg(victim.pid, signal.SIGKILL)
            began = time.monotonic()

            mailings = Mailing.objects.filter(pk=mailing.pk)
            wait_for(lambda: tick(env) and mailings.get().is_over, "The end of the mailing")
        numbers = balance(mailing)
    copies = Counter(len(letters) for letters in provider.copies.values())
    provider.close()
    by_worker = Counter(pids.get(call.pid, 0) for call in provider.calls)
    return {
        "queue": "celery" if broker_url else "database",
        "database": options.database,
        "recipients": options.recipients,
        "calls by worker (1 was killed)": dict(sorted(by_worker.items())),
        "the same call again, by its key": sum(call.is_repeat for call in provider.calls),
        "seconds from the kill to the end": round(time.monotonic() - began, 1),
        "accepted": numbers.accepted,
        "held": numbers.held,
        "recipients by copies": dict(copies),
    }


def tick(env: dict[str, str]) -> bool:
    """What cron does: it finds again what a queue has lost."""
    subprocess.run([sys.executable, "manage.py", "tick"], cwd=ROOT, env=env, check=True)
    return True


def has_a_third(provider: Provider, recipients: int) -> bool:
    return len(provider.calls) >= recipients // 100 // 3


def family(pid: int) -> list[int]:
    """A process and its children: Celery's work is done in a fork."""
    with suppress(FileNotFoundError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]
    return [pid]


def press(recipients: int) -> Any:
    from django.utils import timezone

    from newsletters.audiences.rules import Rule
    from newsletters.delivery import actions
    from newsletters.editions.pages import NewsletterPage
    from tests.bench.delivery import make_members
    from tests.bench.rendering import make_page

    make_members(recipients)
    page = NewsletterPage.objects.get(pk=make_page())
    return actions.send(page=page, rule=Rule(), user=None, now=timezone.now())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--queue", choices=["database", "celery"], default="database")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--recipients", type=int, default=6_000)
    options = parser.parse_args()
    if options.queue == "celery":
        with broker() as url:
            seen = share(options, url)
    else:
        seen = share(options, "")
    for what, value in seen.items():
        sys.stdout.write(f"{what}: {value}\n")
    if seen["recipients by copies"] != {1: options.recipients} or seen["held"]:
        sys.exit("Not everybody got exactly one copy.")


if __name__ == "__main__":
    main()
