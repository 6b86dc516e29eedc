"""How long a preview of a letter of fifteen blocks takes over HTTP: `python -m tests.bench.previews`.

A real server on loopback and an editor who is signed in; the median of many requests, each on a connection
of its own. The server's own time: from the first of our code to the last, without the network.
"""

import http.client
import statistics
import sys
import threading
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

from tests.bench.settings import measured_site

REQUESTS = 100


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A hundred lines of access log would say nothing."""


def main() -> None:
    with measured_site("sqlite"):
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application
        from django.test import Client

        from newsletters.editions.previews import LOOKS
        from tests.bench.rendering import make_page
        from tests.factories.people import make_editor

        page = make_page()
        client = Client()
        client.force_login(make_editor())
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
        application, times = get_wsgi_application(), []

        def timed(environ, start):
            begin = time.perf_counter()
            answer = b"".join(application(environ, start))
            times.append((time.perf_counter() - begin) * 1000)
            return [answer]

        with make_server("127.0.0.1", 0, timed, handler_class=Silent) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            host = f"127.0.0.1:{server.server_port}"
            for mode, _name in LOOKS:
                times.clear()
                for _ in range(REQUESTS):
                    ask(host, f"/admin/newsletters/{page}/previews/{mode}/", cookie)
                times.sort()
                middle, slow = statistics.median(times), times[94]
                sys.stdout.write(f"{mode}: median {middle:.1f} ms, 95 % under {slow:.1f} ms\n")
            server.shutdown()


def ask(host: str, path: str, cookie: str) -> None:
    connection = http.client.HTTPConnection(host)
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or b"<html" not in body:
        raise SystemExit(f"{path}: {answer.status}")


if __name__ == "__main__":
    main()
