"""Providers for the benchmark, in a process of their own: they answer in the right shape and keep nothing.

Plain sockets and a thread a connection. What a provider needs to know of a call to answer it (how many
recipients, and for Postmark and Mailjet who) is found by one search over its bytes.
"""

import json
import multiprocessing
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tests.smtp_server import running_smtp

CHUNK = 256 * 1024
TO_POSTMARK = re.compile(rb'"To": "([^"]+)"')
TO_MAILJET = re.compile(rb'"Email": "([^"]+)"}\]')


def mailgun(_body: bytes) -> bytes:
    return b'{"id": "<one@mg.example>", "message": "Queued. Thank you."}'


def brevo(body: bytes) -> bytes:
    count = body.count(b'"params"')
    return json.dumps({"messageIds": [f"<{number}@x>" for number in range(count)]}).encode()


def resend(body: bytes) -> bytes:
    count = body.count(b'"subject"')
    return json.dumps({"data": [{"id": f"r{number}"} for number in range(count)]}).encode()


def postmark(body: bytes) -> bytes:
    addresses = TO_POSTMARK.findall(body)
    return json.dumps(
        [
            {"ErrorCode": 0, "Message": "OK", "MessageID": f"p{number}", "To": address.decode()}
            for number, address in enumerate(addresses)
        ]
    ).encode()


def mailjet(body: bytes) -> bytes:
    addresses = TO_MAILJET.findall(body)
    messages = [
        {"Status": "success", "To": [{"Email": address.decode(), "MessageID": number}]}
        for number, address in enumerate(addresses)
    ]
    return json.dumps({"Messages": messages}).encode()


def sparkpost(body: bytes) -> bytes:
    count = body.count(b'"address"')
    accepted = {"total_accepted_recipients": count, "total_rejected_recipients": 0, "id": "s1"}
    return json.dumps({"results": accepted}).encode()


def scaleway(_body: bytes) -> bytes:
    return b'{"emails": [{"id": "c1", "message_id": "c1", "status": "new", "mail_rcpt": "a@b.dk"}]}'


ANSWERS: dict[str, Callable[[bytes], bytes]] = {
    "mailgun": mailgun,
    "brevo": brevo,
    "resend": resend,
    "postmark": postmark,
    "mailjet": mailjet,
    "sparkpost": sparkpost,
    "scaleway": scaleway,
}


@contextmanager
def provider_process(provider: str, delay: float) -> Iterator[str]:
    """A provider that takes `delay` seconds for a call. Yields its URL, for SMTP its port."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, provider, delay), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def serve(pipe: Connection, provider: str, delay: float) -> None:
    if provider == "smtp":
        with running_smtp(keep=False, delay=delay) as server:
            pipe.send(str(server.port))
            threading.Event().wait()
    answer = ANSWERS[provider]
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        pipe.send(f"http://127.0.0.1:{listener.getsockname()[1]}")
        while True:
            connection, _address = listener.accept()
            threading.Thread(target=talk, args=(connection, answer, delay), daemon=True).start()


def talk(connection: socket.socket, answer: Callable[[bytes], bytes], delay: float) -> None:
    """One connection, call after call, until the other side hangs up."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rest = bytearray()
    while True:
        while (end := rest.find(b"\r\n\r\n")) < 0:
            piece = connection.recv(CHUNK)
            if not piece:
                return
            rest += piece
        head = bytes(rest[:end]).lower()
        length = int(re.search(rb"content-length: *(\d+)", head)[1])  # type: ignore[index]
        body = bytearray(rest[end + 4 :])
        while len(body) < length:
            body += connection.recv(CHUNK)
        rest = bytearray(body[length:])
        if delay:
            time.sleep(delay)
        said = answer(bytes(body[:length]))
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(said), said)
        )
