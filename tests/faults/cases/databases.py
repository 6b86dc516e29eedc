"""F16 to F21: the database dies, answers nothing, takes nothing, is locked, is restored."""

import os
import threading
import time
from pathlib import Path

from ..calls import Act, Call
from ..registry import fault
from ..stage import Stage
from ..wire import CommitLoser

POSTGRES, SQLITE = ("postgres",), ("sqlite",)
# So many seconds a worker tries to write the results it has (`sending.RESCUE`).
KEPT_FOR = 60


@fault("F16", "PostgreSQL dies at once in T1, T2, the call and T3", databases=POSTGRES, members=80)
def f16(stage: Stage) -> str:
    seen = []
    for moment, turn in (("T1.mid", 1), ("T2.mid", 2), ("call", 2), ("T3.mid", 2)):
        stage.reset(80)
        mailing = stage.mailing()
        done: list[int] = []

        def restart_now(_who: object, done: list[int] = done) -> None:
            stage.postgres.restart()
            done.append(1)

        if moment == "call":
            restart = Act(at_taken=restart_now, unknown=True)
            stage.provider.script = [Act(), restart]
            stage.worker(mailing)
        else:
            restarts = stage.tell("restart", restart_now)
            stage.worker(mailing, (moment, turn, restarts))
        stage.harm_all()
        stage.until(lambda done=done: bool(done), 30, "the restart")
        seconds = stage.finish(mailing)
        seen.append(f"{moment}: {stage.check(mailing)}, {seconds:.1f} s")
    return "; ".join(seen)


@fault("F17", "the connection is cut after COMMIT was sent", databases=POSTGRES, members=80)
def f17(stage: Stage) -> str:
    seen = []
    for moment, turn in (("T1.mid", 1), ("step.mid", 1), ("step.mid", 2)):
        stage.reset(80)
        proxy = CommitLoser(stage.folder / "wire", stage.place.folder)
        try:
            mailing = stage.mailing()

            def lose(_pid: int, proxy: CommitLoser = proxy) -> None:
                proxy.lose_next = True

            stage.options["host"] = str(proxy.folder)
            stage.worker(mailing, (moment, turn, stage.tell("lose", lose)))
            stage.harm_all()
            stage.until(lambda proxy=proxy: proxy.lost == 1, 30, "a commit is lost")
            seconds = stage.finish(mailing)
            seen.append(f"{moment} {turn}: {stage.check(mailing)}, {seconds:.1f} s")
        finally:
            proxy.close()
    return "; ".join(seen)


def cut_sessions(stage: Stage) -> int:
    """End the sessions that hold a worker's lock; return how many."""
    found = stage.postgres.query(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    )
    return len(found)


@fault("F18", "the session that holds the lock is ended during the call", databases=POSTGRES)
def f18(stage: Stage) -> str:
    cut: list[int] = []
    mailing = stage.mailing()
    end = Act(at_taken=lambda _call: cut.append(cut_sessions(stage)), hang=0.5, unknown=True)
    stage.provider.script = [Act(), end]
    stage.worker(mailing)
    stage.harm_all()
    stage.until(lambda: bool(cut), 20, "the session is ended")
    stage.worker(mailing)
    stage.harm_all()
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; {sum(cut)} sessions ended; over after {seconds:.1f} s"


@fault(
    "F18b",
    "the same while the worker stands still before the call",
    databases=POSTGRES,
    best=("postgres", "lookup"),
)
def f18b(stage: Stage) -> str:
    """A machine that sleeps long enough for PostgreSQL to give its session up (`tcp_user_timeout`)."""
    from .pausing import LONG_ENOUGH, is_stopped

    mailing = stage.mailing()
    still = stage.worker(mailing, ("T2.after", 2, "stop"))
    stage.until(lambda: is_stopped(still.pid), 20, "the worker stands still")
    assert cut_sessions(stage)
    stage.harm_all()
    stage.worker(mailing, seconds=60)
    stage.harm_all()
    time.sleep(LONG_ENOUGH)
    still.go_on()
    still.wait(5)
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F19", "the database can only be read, then the worker's own disk is full")
def f19(stage: Stage) -> str:
    seen = []
    for what in ("read only", "full"):
        stage.reset(120)
        mailing = stage.mailing()
        moment = "T3.before" if what == "read only" else "step.mid"
        harmed = stage.worker(mailing, (moment, 2, what), seconds=3)
        stage.harm_all()
        # It keeps what it knows for a minute, in case the database comes back.
        assert harmed.wait(KEPT_FOR + 30)
        assert harmed.errors, "nobody was told"
        seconds = stage.finish(mailing)
        seen.append(f"{what}: {harmed.errors} errors, {stage.check(mailing)}, {seconds:.1f} s")
    return "; ".join(seen)


@fault(
    "F20",
    "SQLite is locked, longer than anybody waits",
    databases=SQLITE,
    best=("sqlite", "events"),
)
def f20(stage: Stage) -> str:
    held = threading.Event()

    def lock(_call: Call) -> None:
        def hold() -> None:
            with stage.place.locked():  # type: ignore[union-attr]
                held.set()
                time.sleep(3)

        threading.Thread(target=hold, daemon=True).start()
        held.wait(10)

    mailing = stage.mailing()
    stage.options["busy_timeout"] = 1
    stage.provider.script = [Act(), Act(at_taken=lock, unknown=True)]
    first = stage.worker(mailing)
    stage.harm_all()
    seconds = stage.finish(mailing)
    return f"{stage.check(mailing)}; {first.errors} errors; over after {seconds:.1f} s"


def half_sent(stage: Stage) -> object:
    """A mailing whose worker died after some batches."""
    mailing = stage.mailing()
    stage.expect_death(stage.worker(mailing, ("T2.after", 2, "kill"), calls=1))
    return mailing


def sends_nothing(stage: Stage, mailing: object, **options: str) -> None:
    """A worker on a restored copy: not one call may come."""
    before = len(stage.provider.calls)
    stage.worker(mailing, seconds=2.5, **options).wait(20)
    came = len(stage.provider.calls) - before
    assert not came, f"I1: the restored copy made {came} calls"


@fault("F21", "a copy of the database is started while the real one sends")
def f21(stage: Stage) -> str:
    mailing = half_sent(stage)
    stage.close_connection()
    if stage.is_postgres:
        stage.postgres.run("dropdb", "--if-exists", "copy")
        stage.postgres.run("createdb", "-T", "network", "copy")
        copy = "copy"
    else:
        copy = str(stage.folder / "copy.sqlite3")
        Path(copy).unlink(missing_ok=True)
        stage.place.copy_to(Path(copy))  # type: ignore[union-attr]
    sends_nothing(stage, mailing, database=copy)
    seconds = stage.finish(mailing)
    return f"the copy made no call; {stage.check(mailing)}; over after {seconds:.1f} s"


@fault("F21b", "an older backup is put back in place of the real database")
def f21b(stage: Stage) -> str:
    seen = []
    for way in ("dump",) if stage.is_postgres else ("into the file", "as another file"):
        stage.reset(120)
        mailing = half_sent(stage)
        stage.close_connection()
        backup = stage.place.folder / "backup"
        backup.unlink(missing_ok=True)
        if stage.is_postgres:
            stage.postgres.run("pg_dump", "-Fc", "-f", str(backup), "network")
        else:
            stage.place.copy_to(backup)  # type: ignore[union-attr]
        stage.expect_death(stage.worker(mailing, ("T2.after", 2, "kill"), calls=1))
        stage.close_connection()
        put_back(stage, backup, way)
        sends_nothing(stage, mailing)
        state = stage.state(mailing)
        assert state == ("paused", "copied"), state
        tally = stage.check(mailing, is_over=False, may_hold="anything")
        seen.append(f"{way}: no call, {state}, {tally}")
    return "; ".join(seen)


def put_back(stage: Stage, backup: Path, way: str) -> None:
    if stage.is_postgres:
        stage.postgres.run("dropdb", "--force", "network")
        stage.postgres.run("createdb", "network")
        stage.postgres.run("pg_restore", "-d", "network", str(backup))
        return
    path = stage.place.path  # type: ignore[union-attr]
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    if way == "into the file":
        path.write_bytes(backup.read_bytes())
    else:
        os.replace(backup, path)
