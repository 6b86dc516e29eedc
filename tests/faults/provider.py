"""A mail provider on 127.0.0.1 that obeys a script and counts, for itself, what each recipient got.

It knows which worker calls (by the socket's other end), so it can kill that worker at the very moment of
acceptance. What it counts is independent of the system that is tried: no code of ours is behind it.
"""

import hashlib
import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .calls import Act, Call, Known, inode_of, open_files
from .shapes import SHAPES, Letter, Shape, parsed


class Provider:
    """The running provider. `script` holds acts for the next calls; `decide` says what comes after it."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.lock = threading.RLock()
        self.workers: Callable[[], list[int]] = list
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.provider = self
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.reset()
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True)
        self.thread.start()

    def reset(self, shape: str = "") -> None:
        """Forget everything, for the next fault."""
        self.shape = SHAPES[shape] if shape else self.shape
        self.closing = threading.Event()
        self.script: list[Act] = []
        self.decide: Callable[[Call], Act] = lambda _call: Act()
        self.calls: list[Call] = []
        self.pids: dict[str, int] = {}
        self.copies: dict[str, list[Letter]] = defaultdict(list)
        self.taken: list[tuple[float, Letter]] = []
        self.keys: dict[str, Known] = {}
        self.key_seconds = 24 * 3600.0
        # How long a letter that was taken is not listed yet; what look-ups answer instead of the list.
        self.lag = 0.0
        self.look_script: list[Callable[[Any], tuple[int, Any]]] = []
        self.looks = 0
        # What a worker that says »I have reached this moment« waits for.
        self.moments: dict[str, Callable[[int], None]] = {}

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def begin(self, port: int) -> Call:
        pid = self.pid_at(port)
        with self.lock:
            number = len(self.calls) + 1
            call = Call(number, Act(), pid, time.monotonic(), self.closing)
            call.act = self.script.pop(0) if self.script else self.decide(call)
            self.calls.append(call)
        return call

    def pid_at(self, port: int) -> int:
        """The worker whose end of a connection has this port; 0 when it is gone already."""
        for _turn in range(5):
            inode = inode_of(port)
            if inode and inode not in self.pids:
                holds = (pid for pid in self.workers() if f"socket:[{inode}]" in open_files(pid))
                if pid := next(holds, 0):
                    self.pids[inode] = pid
            if inode in self.pids:
                return self.pids[inode]
            # The kernel's table can miss a row while others come and go.
            time.sleep(0.01)
        return 0

    def take(self, call: Call, letters: list[Letter]) -> None:
        with self.lock:
            if call.closing is not self.closing:
                # It came before the last reset: of a fault that is over.
                return
            now = time.time()
            for letter in letters:
                self.copies[letter.address].append(letter)
                self.taken.append((now, letter))
            call.taken += len(letters)

    def answer_to(self, call: Call, body: bytes) -> tuple[int, Any]:
        """Take what the act lets in, once for each key; return status and answer."""
        act = call.act
        letters = call.letters
        if act.takes is False:
            return act.status, self.said(act, letters)
        taken = letters if act.takes is True else act.takes(letters)
        key = letters[0].tag if self.shape.settling == "key" and letters else ""
        if not key:
            self.take(call, taken)
            return act.status, self.said(act, letters)
        digest = hashlib.sha256(body).hexdigest()
        with self.lock:
            known = self.keys.get(key)
            if known and time.monotonic() - known.at < self.key_seconds:
                call.is_repeat = True
                same = known.body == digest
                return self.shape.known_key(same, known.finished, known.answer)
            known = self.keys[key] = Known(digest, time.monotonic())
        if act.pause_before:
            self.closing.wait(act.pause_before)
        self.take(call, taken)
        known.answer, known.finished = self.shape.answer(taken), True
        return act.status, self.said(act, letters)

    def said(self, act: Act, letters: list[Letter]) -> Any:
        if callable(act.body):
            return act.body(letters)
        if act.body is not None:
            return act.body
        if act.status >= 300:
            return {"Message": "a fault", "message": "a fault", "ErrorCode": 1, "name": "fault"}
        return self.shape.answer(letters)

    def look(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        with self.lock:
            self.looks += 1
            now = time.time()
            begin = float(query.get("begin", ["0"])[0])
            end = float(query.get("end", [str(now + 1)])[0])
            seen = [
                letter for at, letter in self.taken if at + self.lag <= now and begin <= at <= end
            ]
            page = self.shape.listed(self.url, path, query, seen)
            return self.look_script.pop(0)(page) if self.look_script else (200, page)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    provider: Provider

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed hangs up in the middle: that is what it is killed for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        call = self.server.provider.begin(self.client_address[1])
        try:
            self.obey(call)
        finally:
            call.seconds, call.is_over = time.monotonic() - call.at, True

    def obey(self, call: Call) -> None:
        provider, act = self.server.provider, call.act
        if act.at_headers:
            act.at_headers(call)
        if act.end == "at headers":
            self.shut(reset=False)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call.letters = provider.shape.letters(self.headers, body)
        status, answer = provider.answer_to(call, body)
        if act.at_taken:
            act.at_taken(call)
        if act.hang and call.closing.wait(act.hang):
            return
        if act.end != "answer":
            self.shut(reset=act.end == "reset")
            return
        call.status = status
        self.say(status, answer, act)

    def say(self, status: int, answer: Any, act: Act | None = None) -> None:
        act = act or Act()
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        with suppress(OSError):
            self.send_response(status)
            headers = {"Content-Type": "application/json", **act.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if act.cut:
                self.wfile.write(body[: len(body) // 2])
                self.shut(reset=False)
                return
            if not act.drip:
                self.wfile.write(body)
                return
            for byte in body:
                if self.server.provider.closing.wait(act.drip):
                    return
                self.wfile.write(bytes([byte]))
        # Whoever let go of us in the middle is not listened to again.
        self.close_connection |= bool(act.drip)

    def do_GET(self) -> None:
        provider = self.server.provider
        parts = urlsplit(self.path)
        query = parsed(parts.query)
        if parts.path == "/-/reached":
            provider.moments[query["moment"][0]](int(query["pid"][0]))
            self.say(200, {})
            return
        with suppress(OSError):
            self.say(*provider.look(parts.path, query))

    def shut(self, *, reset: bool) -> None:
        self.close_connection = True
        with suppress(OSError):
            if reset:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                # The file objects hold the socket open; a reset needs the last one to go.
                self.rfile.close()
                self.wfile.close()
            else:
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()

    def log_message(self, *args: Any) -> None:
        """Silence: the counts say what happened."""
