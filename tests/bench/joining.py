"""How many visitors can join at once: `python -m tests.bench.joining`.

The site as it is served (granian, a process for each core) on loopback, and a client in a process of its own
that begins so many requests a second, each on a connection of its own and whether or not the earlier ones are
answered. Every request is somebody else who fills in the whole form. Limits by IP address and by hour are
off, as all come from here. Afterwards it is counted: each that was thanked must be written down once.
"""

import argparse
import asyncio
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.settings import measured_site

LIMITS = {"JOIN_PER_IP": "0", "JOIN_PER_NETWORK": "0", "JOIN_PER_HOUR": "0"}
PATIENCE = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rate", type=int, default=100, help="requests a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2, help="granian's processes, one a core")
    parser.add_argument("--threads", type=int, default=1, help="blocking threads of each")
    options = parser.parse_args()
    os.environ.update(LIMITS)
    with measured_site(options.database):
        form = prepare()
        port = free_port()
        server = serve(port, options.workers, options.threads)
        try:
            wait_for(port)
            answers = bombard(port, form, options.rate, options.seconds)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
        report(answers, options)


def prepare() -> dict[str, object]:
    """A site with all organisations, areas and goals; the form of one visitor, without the address."""
    import logging

    from cms.organisations.importing import load_organisations
    from cms.series.queries import shown_wordings
    from tests.factories.joining import typed
    from tests.factories.pages import make_goal, make_topic

    logging.disable(logging.INFO)
    load_organisations()
    topics = [make_topic().pk for _ in range(10)]
    goals = [make_goal(number).pk for number in range(1, 18)]
    return typed(
        organisation="Køge Kommune",
        is_elsewhere="",
        unit="hr",
        role="director",
        topics=topics[:3],
        goals=goals[:3],
        wordings=[wording.pk for wording in shown_wordings("da")],
    )


def serve(port: int, workers: int, threads: int) -> subprocess.Popen:
    """The README's command, with this process's environment."""
    from django.conf import settings

    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", str(workers), "--log-level", "warning"]
    command += ["--blocking-threads", str(threads)]
    environment = {
        **os.environ,
        "ENVIRONMENT": "production",
        "SECRET_KEY": settings.SECRET_KEY,
        "SUPPRESSION_KEY": settings.SUPPRESSION_KEY,
        "MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "BEHIND_PROXY": "yes",
    }
    return subprocess.Popen([*command, "cms.wsgi:application"], env=environment)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as line:
                line.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
                if b" 200 " in line.recv(100):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("The site did not answer.")


def bombard(port: int, form: dict, rate: int, seconds: int) -> list[tuple[float, str]]:
    """(seconds it took, status line) of each request."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    client = context.Process(target=run_client, args=(there, port, form, rate, seconds))
    client.start()
    answers = here.recv()
    client.join()
    return answers


def run_client(pipe: Connection, port: int, form: dict, rate: int, seconds: int) -> None:
    pipe.send(asyncio.run(ask_all(port, form, rate, rate * seconds)))


async def ask_all(port: int, form: dict, rate: int, count: int) -> list[tuple[float, str]]:
    begin, tasks = time.perf_counter(), []
    for number in range(count):
        await asyncio.sleep(max(0.0, begin + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(ask(port, form, number)))
    return list(await asyncio.gather(*tasks))


async def ask(port: int, form: dict, number: int) -> tuple[float, str]:
    body = urlencode({**form, "email": f"visitor{number}@koege.example"}, doseq=True).encode()
    head = (
        "POST /bliv-medlem/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "X-Forwarded-Proto: https\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    begin = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body)
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
        await reader.read()
        writer.close()
    except (OSError, TimeoutError) as error:
        return time.perf_counter() - begin, type(error).__name__
    return time.perf_counter() - begin, line.decode().split(" ", 1)[-1].strip()


def report(answers: list[tuple[float, str]], options: argparse.Namespace) -> None:
    from django_tasks_db.models import DBTaskResult

    from cms.members.models import SignUp

    times = sorted(taken * 1000 for taken, _status in answers)
    statuses: dict[str, int] = {}
    for _taken, status in answers:
        statuses[status] = statuses.get(status, 0) + 1
    thanked = sum(count for status, count in statuses.items() if status.startswith("302"))
    rows = SignUp.objects.count()
    different = SignUp.objects.values("email_key").distinct().count()
    rung = DBTaskResult.objects.count()
    sys.stdout.write(
        f"{options.database}: {len(answers)} requests, {options.rate} a second: {statuses}\n"
        f"median {statistics.median(times):.0f} ms, 99 % under {times[len(times) * 99 // 100]:.0f} ms, "
        f"slowest {times[-1]:.0f} ms\n"
        f"thanked {thanked}, written down {rows}, different {different}, rung for {rung}\n"
    )
    if not thanked == rows == different == rung == len(answers):
        raise SystemExit("Something was lost or doubled.")


if __name__ == "__main__":
    main()
