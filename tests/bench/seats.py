"""Whether a full day stays fair: `python -m tests.bench.seats`.

500 members press »Yes, I come« within five seconds, over HTTP, for 40 seats; then 20 of those who have one
give it back at the same moment. The site is served as in production (granian). Afterwards it is counted:
exactly 40 seated, all others in one line without a gap, and offers to exactly the first 20 of it.
"""

import argparse
import sys

from tests.bench.serving import Answer, Request, in_words, posted, send_all, served
from tests.bench.settings import measured_site

SEATS, SECONDS, LEAVERS = 40, 5, 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4, help="granian's processes")
    parser.add_argument("--threads", type=int, default=1, help="blocking threads of each")
    options = parser.parse_args()
    with measured_site(options.database):
        path, cookies = prepare(options.people)
        with served(options.workers, options.threads) as port:
            every = SECONDS / options.people
            presses: list[Request] = [
                (
                    place * every,
                    posted(f"{path}tilmeld/", {"csrfmiddlewaretoken": CSRF}, cookie, ORIGIN),
                )
                for place, cookie in enumerate(cookies.values())
            ]
            answers = send_all(port, presses)
            tell(f"{options.database}: signing up, {in_words(answers)}")
            check_seated(answers, options.people)
            answers = send_all(port, [(0.0, leave(path, cookies[pk])) for pk in leavers()])
            tell(f"{options.database}: giving back, {in_words(answers)}")
            check_offered(answers)


CSRF = "a" * 32
ORIGIN = "Origin: https://localhost\r\n"


def prepare(people: int) -> tuple[str, dict[int, str]]:
    """The day's path, and for each member the cookies of somebody who is signed in."""
    import logging
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from tests.factories.pages import make_invitation
    from tests.factories.people import make_members
    from tests.factories.seats import account_of

    logging.disable(logging.INFO)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    cookies = {}
    for member in make_members(people, consent=False):
        user = account_of(member)
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        # By the names that production gives them: see cms.settings.security.
        cookies[member.pk] = f"__Host-session={session.session_key}; __Host-csrf={CSRF}"
    return make_invitation(seats=SEATS).url, cookies


def leavers() -> list[int]:
    from cms.invitations.models import Registration

    seated = Registration.objects.seated().order_by("number")
    return list(seated.values_list("member", flat=True)[:LEAVERS])


def leave(path: str, cookie: str) -> bytes:
    form: dict[str, object] = {"csrfmiddlewaretoken": CSRF, "deed": "cancel"}
    return posted(f"{path}tilmelding/", form, cookie, ORIGIN)


def check_seated(answers: list[Answer], people: int) -> None:
    from cms.invitations.models import Registration

    by_number = Registration.objects.order_by("number").values_list("number", "state", "member")
    found = list(by_number)
    states = [state for _number, state, _member in found]
    fair = states == ["seated"] * SEATS + ["waiting"] * (people - SEATS)
    whole = [number for number, _state, _member in found] == list(range(1, people + 1))
    tell(f"seated {states.count('seated')}, waiting {states.count('waiting')}, in one line {whole}")
    thanked = sum(status.startswith("302") for _taken, status in answers)
    if not (fair and whole and thanked == people == len({member for *_rest, member in found})):
        raise SystemExit("The seats are not right.")


def check_offered(answers: list[Answer]) -> None:
    from cms.invitations.models import Registration

    state = Registration.State
    counts = {one: Registration.objects.filter(state=one).count() for one in state.values}
    offered = set(Registration.objects.filter(state=state.OFFERED).values_list("number", flat=True))
    right = offered == set(range(SEATS + 1, SEATS + LEAVERS + 1))
    tell(f"{counts}, offered to exactly the first {LEAVERS} who waited: {right}")
    if not right or any(not status.startswith("302") for _taken, status in answers):
        raise SystemExit("The wrong people were asked.")


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    main()
