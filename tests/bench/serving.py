"""The site as it is served, and many who ask it for something at the same time."""

import asyncio
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

PATIENCE = 60
# When it is sent, in seconds from the beginning, and what.
Request = tuple[float, bytes]
# Seconds it took, and what stands behind »HTTP/1.1« on the first line.
Answer = tuple[float, str]


@contextmanager
def served(
    workers: int, threads: int, *, application: str = "cms.wsgi:application", port: int = 0
) -> Iterator[int]:
    """The README's command, with this process's environment. Gives the port on loopback."""
    port = port or free_port()
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", str(workers), "--log-level", "warning"]
    command += ["--blocking-threads", str(threads)]
    server = subprocess.Popen([*command, application], env=as_in_production())
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def as_in_production() -> dict[str, str]:
    """This process's environment with what a real installation has set."""
    from django.conf import settings

    return {
        **os.environ,
        "ENVIRONMENT": "production",
        "SECRET_KEY": settings.SECRET_KEY,
        "SUPPRESSION_KEY": settings.SUPPRESSION_KEY,
        "MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "BEHIND_PROXY": "yes",
    }


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


def posted(path: str, form: dict[str, object], cookie: str = "", headers: str = "") -> bytes:
    """The octets of one POST that comes through the proxy by https."""
    body = urlencode(form, doseq=True).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "X-Forwarded-Proto: https\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n{headers}"
    )
    head += f"Cookie: {cookie}\r\n" if cookie else ""
    return f"{head}\r\n".encode() + body


def send_all(port: int, requests: list[Request]) -> list[Answer]:
    """Send each at its time from a process of its own, whether or not the earlier ones are answered."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    client = context.Process(target=_run, args=(there, port, requests))
    client.start()
    answers = here.recv()
    client.join()
    return answers


def _run(pipe: Connection, port: int, requests: list[Request]) -> None:
    pipe.send(asyncio.run(_send(port, requests)))


async def _send(port: int, requests: list[Request]) -> list[Answer]:
    begin, tasks = time.perf_counter(), []
    for at, octets in requests:
        await asyncio.sleep(max(0.0, begin + at - time.perf_counter()))
        tasks.append(asyncio.create_task(_ask(port, octets)))
    return list(await asyncio.gather(*tasks))


async def _ask(port: int, octets: bytes) -> Answer:
    begin = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(octets)
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
        await reader.read()
        writer.close()
    except (OSError, TimeoutError) as error:
        return time.perf_counter() - begin, type(error).__name__
    return time.perf_counter() - begin, line.decode().split(" ", 1)[-1].strip()


def in_words(answers: list[Answer]) -> str:
    times = sorted(taken * 1000 for taken, _status in answers)
    statuses = dict(Counter(status for _taken, status in answers))
    return (
        f"{len(answers)} requests: {statuses}; median {statistics.median(times):.0f} ms, "
        f"99 % under {times[len(times) * 99 // 100]:.0f} ms, slowest {times[-1]:.0f} ms"
    )
