"""F44: what the site has answered with »done« must be so after everything died."""

import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from django.utils import timezone

from ..registry import fault
from ..stage import Stage


@fault("F44", "unsubscribed with 2xx, then web and PostgreSQL die at once", members=40)
def f44(stage: Stage) -> str:
    """I10: what was answered with 2xx is there after the restart."""
    from cms.members.models import Consent
    from newsletters.delivery import planning
    from newsletters.delivery.models import Delivery
    from newsletters.delivery.tokens import make_token

    mailing = stage.mailing()
    stage.read(lambda: planning.plan(mailing.pk, now=timezone.now()))
    letters = stage.read(lambda: list(Delivery.objects.of(mailing.pk)[:12]))
    stage.close_connection()
    for round_of in (letters[:1], letters[1:]):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        web = stage.worker(mailing, port=port, **{"as": "serve"})
        for letter in round_of:
            url = f"http://127.0.0.1:{port}/afmeld/{make_token(letter.pk)}/"
            assert _post(urllib.request.Request(url, data=b"List-Unsubscribe=One-Click")) == 200
        dying = threading.Thread(target=web.signal, args=(signal.SIGKILL,))
        dying.start()
        if stage.is_postgres:
            stage.postgres.restart()
        dying.join()
        web.wait(10)
        gone = Consent.objects.filter(
            member__in=[letter.member_id for letter in round_of], withdrawn_at=None
        )
        assert stage.read(gone.count) == 0, "I10: a withdrawal that was answered is gone"
    seconds = stage.finish(mailing)
    tally = stage.check(mailing, may_hold="nothing")
    assert tally.skipped == len(letters), tally
    return f"{len(letters)} withdrawals over 2 deaths are all there; {tally}; {seconds:.1f} s"


def _post(request: Any) -> int:
    until = time.monotonic() + 15
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
