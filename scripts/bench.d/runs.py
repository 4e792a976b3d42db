"""One run of `sandan match`: its stages, its tiers, its memory."""
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time

from families import WEEK


@dataclasses.dataclass
class Case:
    """Lists in a folder of their own."""

    name: str
    size: int
    folder: pathlib.Path
    needs: pathlib.Path
    resources: pathlib.Path


@dataclasses.dataclass
class Run:
    """What one run told."""

    exit: int  # negative: ended by us, at the time allowed or after the stage asked for
    seconds: float  # the whole command
    gibibytes: float  # at its peak
    stages: dict  # seconds of each stage that ended
    errors: list
    tiers: list  # of the plan: name, value, bound, provedBy

    @property
    def core(self):
        """Seconds of solving; None when solving did not end."""
        return self.stages.get("solving")

    @property
    def values(self):
        """The tiers' values by name."""
        return {tier["name"]: tier["value"] for tier in self.tiers}

    @property
    def is_closed(self):
        """Whether every tier is decided."""
        return bool(self.tiers) and all(tier["provedBy"] != "open" for tier in self.tiers)


def run(program, case, policy=None, engine=None, limit=None, allowed=None, only_core=False,
        plan_only=False):
    """Runs `sandan match`.

    `plan_only` asks for the plan and its proof alone. `limit` is the command's own, for solving; after `allowed` seconds the command is ended.
    `only_core` ends it as soon as solving has.
    """
    out = case.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [
        program, "match", case.needs, case.resources, "--week", WEEK, "--out", out,
        "--timings", "--format", "json"]
    command += ["--policy", policy] if policy else []
    command += ["--engine", engine] if engine else []
    command += ["--plan-only"] if plan_only else []
    command += ["--time-limit", str(max(1, round(limit)))] if limit else []
    printed = case.folder / "printed.json"
    begin = time.perf_counter()
    with printed.open("w") as output:
        process = subprocess.Popen(
            [str(word) for word in command], stdout=output, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    ended = threading.Event()

    def end():
        ended.set()
        process.kill()

    watch = threading.Timer(allowed, end) if allowed else None
    if watch:
        watch.start()
    stages, errors = {}, []
    for line in process.stderr:
        told = stage_line(line)
        if told is None:
            errors.append(line.rstrip("\n"))
        elif "tier" not in told:
            stages[told["stage"]] = told["seconds"]
            if only_core and told["stage"] == "solving":
                end()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch:
        watch.cancel()
    tiers = []
    if process.returncode > 0:
        try:
            errors += json.loads(printed.read_text("utf-8")).get("errors", [])
        except ValueError:
            pass  # the errors were no document
    if process.returncode == 0:
        tiers = json.loads((out / "plan.json").read_text("utf-8"))["tiers"]
    return Run(process.returncode, seconds, usage.ru_maxrss / 2**20, stages, errors, tiers)


class CoreFailed(Exception):
    """The core alone gave no answer."""


class Core:
    """`corebench`, warm in a process of its own as the peers are: the week is read and its program
    built once, then solved when asked."""

    def __init__(self, program, case, policy):
        command = [pathlib.Path(program).with_name("corebench"), case.needs, case.resources,
                   policy, WEEK]
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.receive()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            raise CoreFailed(f"corebench: ended with {self.process.wait()}")
        return line

    def solve(self):
        """One solve from nothing: seconds, and the tiers of its plan."""
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise CoreFailed(f"corebench: ended with {self.process.wait()}") from None
        answer = json.loads(self.receive())
        if not answer["isClosed"]:
            raise CoreFailed("corebench: a tier is open")
        return answer["seconds"], answer["values"]

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()


class FreshCore:
    """The core of a fresh process each time, where two programs in memory would be too much."""

    def __init__(self, program, case, policy, values):
        self.program, self.case, self.policy, self.values = program, case, policy, values

    def solve(self):
        """One solve from nothing: seconds, and the tiers known of it."""
        core = run(self.program, self.case, self.policy, only_core=True).core
        if core is None:
            raise CoreFailed("sandan match: solving did not end")
        return core, self.values

    def close(self):
        pass


def stage_line(line):
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "stage" in told else None
