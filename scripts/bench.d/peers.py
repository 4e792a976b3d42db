"""The peers, each warm in a process of its own: the week is loaded once, then solved when asked."""
import multiprocessing
import os
import resource
import sys
import time
import traceback


class Unfinished(Exception):
    """A peer gave no answer: past its time, out of memory, or a cost that does not fit."""


def threads():
    return len(os.sched_getaffinity(0))


class Peer:
    """A process that holds one solver with one week.

    `name` is flow, highs or cpsat; the flow knows no limit of its own and is ended from outside.
    """

    def __init__(self, name, case, tiers, seconds):
        self.name, self.seconds = name, seconds
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(
            target=serve, args=(other, name, str(case.needs), str(case.resources), tiers, seconds),
            daemon=True)
        self.process.start()
        other.close()
        # Loading is not what is compared; it gets plenty of time.
        self.loading = self.receive(600 + 4 * seconds)

    def receive(self, seconds):
        try:
            if not self.pipe.poll(seconds):
                raise Unfinished(f"{self.name}: no answer after {seconds:.0f} s")
            kind, answer = self.pipe.recv()
        except EOFError:
            self.process.join()
            raise Unfinished(f"{self.name}: ended with {self.process.exitcode}") from None
        if kind == "error":
            raise RuntimeError(f"{self.name}:\n{answer}")
        return answer

    def solve(self):
        """One solve from nothing: seconds, and the tiers of its plan or None at the limit."""
        self.pipe.send(("solve", None))
        return self.receive(self.seconds * 1.5 + 60)

    def staged(self, tiers, total=None):
        """Tier by tier: seconds, tiers of the last plan held, stages."""
        self.pipe.send(("staged", total))
        return self.receive((total or self.seconds * tiers) * 1.5 + 120)

    def close(self):
        self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe, name, needs, resources, tiers, seconds):
    """The peer's process. Nothing of it is printed: HiGHS shows a banner whatever it is told."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Too large a program ends here, and not the whole machine.
    most = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 4 // 5
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        begin = time.perf_counter()
        from week import Week
        week = Week(needs, resources)
        candidates = time.perf_counter()
        solver = make(name, week, tiers, seconds)
        ready = time.perf_counter()
        pipe.send(("ready", {
            "candidates": candidates - begin, "handing over": ready - candidates,
            "pairs": week.pairs, "arcs": week.arcs}))
        while True:
            what, argument = pipe.recv()
            if what == "solve":
                spent, chosen = solver.solve()
                stages = None
            else:
                spent, chosen, stages = solver.staged(argument)
            values = None if chosen is None else week.judge(chosen, tiers)
            pipe.send(("answer", (spent, values, stages)))
    except EOFError:
        pass
    except MemoryError:
        sys.exit(71)
    except Exception:  # the parent tells it
        pipe.send(("error", traceback.format_exc()))


def make(name, week, tiers, seconds):
    if name == "flow":
        from flow import Flow
        return Flow(week, tiers)
    from model import Model
    model = Model(week, tiers)
    if name == "highs":
        from highs import Highs
        return Highs(model, seconds, threads())
    from cpsat import CPSAT
    return CPSAT(model, seconds, threads())
