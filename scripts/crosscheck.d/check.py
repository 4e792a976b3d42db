"""One instance: what sandan says of it, what the solvers say, and where they differ."""
import csv
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import generate
import orders
import solvers
from lists import SESSIONS
from model import Program, Score, faults, pin_list, roles

SOLVERS = ("cpsat", "highs", "brute")


@dataclasses.dataclass
class Settings:
    sandan: str
    engines: list  # values of --engine; [None] where the command has no such option
    solvers: list
    shuffles: int  # how often the lists are tried in another order
    time_limit: int  # seconds that sandan has for solving
    scratch: str
    keep: str


@dataclasses.dataclass
class Outcome:
    name: str
    size: str
    features: dict  # whether the instance has the feature, by name
    verdicts: dict  # solver: "agrees", "differs", or why there is none
    conflict: bool  # the pins cannot all hold
    proofs: list  # how the tiers were proved
    differences: list


def check(seed, coupled, settings):
    """Compares sandan with the solvers on the instance of a seed."""
    made = generate.instance(seed, coupled)
    size = ("below 12 needs" if len(made.needs) < 12 else
            "12 needs" if len(made.needs) == 12 else "30 to 60")
    outcome = Outcome(made.name, size, generate.features(made), {}, False, [], [])
    folder = pathlib.Path(tempfile.mkdtemp(dir=settings.scratch))
    try:
        made.write(folder)
        answers = {engine: ask(made.week, folder, engine, settings) for engine in settings.engines}
        vectors = {}
        judge(made, answers, vectors, outcome, settings)
        for number in range(settings.shuffles):
            shuffled = folder / f"shuffled-{number}"
            orders.shuffle(folder, shuffled, seed * 1000 + number)
            surroundings = orders.SURROUNDINGS[(seed + number) % len(orders.SURROUNDINGS)]
            for engine, answer in answers.items():
                other = ask(made.week, shuffled, engine, settings, surroundings)
                outcome.differences += [
                    f"another order, {surroundings}: {what} differs"
                    for what in orders.differences(answer, other)]
        if outcome.differences:
            save(made, folder, answers, vectors, outcome, settings)
    finally:
        shutil.rmtree(folder)
    return outcome


def replay(folder, settings):
    """Runs a kept difference again; answers with what still differs from the solvers' vector."""
    kept = json.loads((folder / "vectors.json").read_text("utf-8"))
    vectors = [kept["vectors"][solver] for solver in SOLVERS if solver in kept["vectors"]]
    if not vectors or any(vector != vectors[0] for vector in vectors):
        return [f"the solvers' vectors are no measure: {vectors}"]
    found = []
    with tempfile.TemporaryDirectory(dir=settings.scratch) as scratch:
        copy = pathlib.Path(scratch) / "lists"
        shutil.copytree(folder, copy)
        for engine in settings.engines:
            answer = ask(kept["week"], copy, engine, settings)
            vector = None
            if answer["exit"] == 0:
                if engine == "glpk" and unfinished(answer):
                    continue
                vector = [tier["value"] for tier in answer["json"]["plan"]["tiers"]]
            if answer["exit"] not in (0, 65) or vector != vectors[0]:
                found.append(f"exit {answer['exit']}, {vector} instead of {vectors[0]}")
    return found


def ask(week, folder, engine, settings, surroundings=None):
    """What `sandan match` answers: exit code, JSON, the folder written."""
    out = folder / f"plan-{engine or 'only'}"
    command = [
        settings.sandan, "match", str(folder / "needs.csv"), str(folder / "resources.csv"),
        "--week", week, "--policy", str(folder / "policy.yaml"), "--out", str(out),
        "--format", "json", "--lang", "en", "--time-limit", str(settings.time_limit)]
    if engine:
        command += ["--engine", engine]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=settings.time_limit * 3 + 60,
            env={**os.environ, **(surroundings or {})})
    except subprocess.TimeoutExpired:
        return {"exit": None, "errors": "no answer long after the time limit", "out": out}
    answer = {"exit": done.returncode, "errors": done.stderr, "out": out}
    for text in (done.stdout, done.stderr):
        try:
            answer["json"] = json.loads(text)
            break
        except ValueError:
            continue
    return answer


def judge(made, answers, vectors, outcome, settings):
    """Fills in verdicts and differences."""
    program = Program(made)
    for solver in settings.solvers:
        try:
            vectors[solver] = (
                solvers.brute(made) if solver == "brute" else solvers.staged(program, solver))
        except solvers.TooLarge:
            outcome.verdicts[solver] = "too large"
        except solvers.Undecided:
            outcome.verdicts[solver] = "undecided"
        except solvers.Contradiction as error:
            outcome.verdicts[solver] = "contradicts itself"
            outcome.differences.append(str(error))
    if not vectors:
        outcome.differences.append("no solver gives an answer")
        return
    if len({repr(vector) for vector in vectors.values()}) > 1:
        outcome.differences.append(f"the solvers differ: {vectors}")
    conflict = outcome.conflict = None in vectors.values()
    for engine, answer in answers.items():
        name = f"sandan --engine {engine}" if engine else "sandan"
        vectors[name] = tiers = None
        if answer["exit"] == 0:
            tiers = answer["json"]["plan"]["tiers"]
            vectors[name] = [tier["value"] for tier in tiers]
            outcome.differences += plan_faults(made, answer)
            if engine == "glpk" and unfinished(answer):
                outcome.verdicts[engine] = "cut off"
                outcome.differences += bound_faults(tiers, vectors)
                continue
            outcome.proofs += [tier["provedBy"] for tier in tiers]
            outcome.differences += proof_faults(answer)
            if engine:
                outcome.verdicts[engine] = "finished"
        elif answer["exit"] != 65:
            outcome.differences.append(f"exit {answer['exit']}: {answer['errors'][-2000:]}")
            continue
        for solver in settings.solvers:
            if solver in vectors:
                agrees = vectors[solver] == vectors[name]
                if not agrees:
                    outcome.differences.append(
                        f"{solver} {vectors[solver]}, {name} {vectors[name]}")
                if outcome.verdicts.get(solver) != "differs":
                    outcome.verdicts[solver] = "agrees" if agrees else "differs"
        if conflict and answer["exit"] == 65:
            outcome.differences += conflict_faults(made, answer["json"], settings)


def plan_faults(made, answer):
    """Where a plan is not what its own tiers say of it."""
    found, score = [], Score(made)
    plan = answer["json"]["plan"]
    tiers = plan["tiers"]
    if [tier["name"] for tier in tiers] != score.tiers:
        found.append(f"tiers {[tier['name'] for tier in tiers]} instead of {score.tiers}")
        return found
    if json.loads((answer["out"] / "plan.json").read_text("utf-8"))["tiers"] != tiers:
        found.append("plan.json has other tiers than the answer")
    services = {}
    role_index = {
        (need.id, role or ""): k for need in made.needs for k, (role, _) in enumerate(roles(need))}
    for row in rows(answer["out"] / "services.csv"):
        need = row["需求编号"]
        arc = (role_index.get((need, row["角色"])), row["资源编号"], SESSIONS.index(row["时段"]))
        services.setdefault(need, []).append(arc)
    found += faults(made, services)
    vector = score.vector(services)
    if vector != [tier["value"] for tier in tiers]:
        found.append(f"its services have {vector}")
    missing = {row["需求编号"]: int(row["缺口"]) for row in rows(answer["out"] / "unmet.csv")}
    expected = {
        need.id: need.visits - len({s for _, _, s in services.get(need.id, [])})
        for need in made.needs}
    if missing != {need: count for need, count in expected.items() if count}:
        found.append(f"unmet.csv says {missing}, its services leave {expected}")
    return found


def unfinished(answer):
    """Whether the plan itself says that it was cut off. GLPK alone cannot close every instance in
    the time that there is: it says so, and its plan and bounds are judged all the same."""
    plan = answer["json"]["plan"]
    return plan["status"] == "gap" or plan["cutOff"]


def proof_faults(answer):
    """Where a plan is not complete."""
    plan, found = answer["json"]["plan"], []
    if unfinished(answer):
        found.append(f"status {plan['status']}, cut off: {plan['cutOff']}")
    return found + [
        f"{tier['name']}: bound {tier['bound']}, value {tier['value']}" for tier in plan["tiers"]
        if not (tier["provedBy"] == "search"
                or tier["provedBy"] == "certificate" and tier["bound"] == tier["value"])]


def bound_faults(tiers, vectors):
    """Where the best plan does not lie between the value and the bound of the first tier in which
    it differs from a plan that was cut off."""
    found = []
    for solver in SOLVERS:
        differing = (
            (tier, best) for tier, best in zip(tiers, vectors.get(solver) or [])
            if best != tier["value"])
        for tier, best in differing:
            beyond = tier["bound"] is not None and better(tier["name"], best, tier["bound"])
            if tier["provedBy"] != "open" or beyond or not better(
                    tier["name"], best, tier["value"]):
                found.append(f"{solver}: {tier['name']} {best}, but {tier}")
            break
    return found


def better(tier, one, other):
    """Whether a value of a tier is better than another: what is served counts up."""
    return one > other if tier.startswith("served.") else one < other


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def conflict_faults(made, document, settings):
    """Whether every set of pins is really in conflict, none of them is named in vain, no pin is in
    two sets, and all others can hold.

    A pin that no rule lets through is told as a defect of the list: a conflict all by itself.
    """
    pins = {(need, resource, session): (need, resource, session, times)
            for need, resource, session, times in pin_list(made)}

    def parse(need, text):
        resource, _, session = text.partition("@")
        return pins.get((need, resource, SESSIONS.index(session) if session else None))

    if "conflictingPins" in document:
        numbers = sorted({pin["set"] for pin in document["conflictingPins"]})
        sets = [[parse(pin["need"], pin["pin"]) for pin in document["conflictingPins"]
                 if pin["set"] == number] for number in numbers]
    else:
        sets = [
            [parse(made.needs[defect["line"] - 2].id, defect["found"])]
            for defect in document["defects"] if defect["severity"] == "error"]
    found = [] if sets else ["65 without a conflict"]
    named = [pin for group in sets for pin in group]
    if "conflictingPins" in document and None not in named:
        rest = [pin for pin in pins.values() if pin not in named]
        if len(set(named)) < len(named) or (rest and not solvers.pins_can_hold(
                made, rest, ([x for x in settings.solvers if x != "brute"] or ["cpsat"])[0])):
            found.append(f"sets that share a pin, or more conflicts: {document}")
    for group in sets:
        if not group or None in group:
            found.append(f"pins that are in no list: {document}")
            continue
        for solver in [x for x in settings.solvers if x != "brute"] or ["cpsat"]:
            if solvers.pins_can_hold(made, group, solver):
                found.append(f"{solver}: these pins can hold: {group}")
            found += [
                f"{solver}: in conflict without {pin}: {group}" for pin in group
                if not solvers.pins_can_hold(made, [p for p in group if p != pin], solver)]
    return found


def save(made, folder, answers, vectors, outcome, settings):
    """Keeps the lists and every vector, so that the difference can be looked into."""
    target = pathlib.Path(settings.keep) / made.name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in ("needs.csv", "resources.csv", "policy.yaml"):
        shutil.copyfile(folder / name, target / name)
    (target / "vectors.json").write_text(json.dumps({
        "week": made.week, "tiers": Score(made).tiers, "vectors": vectors,
        "differences": outcome.differences,
        "answers": {str(engine): {
            "exit": answer["exit"], "json": answer.get("json"), "errors": answer["errors"]}
            for engine, answer in answers.items()},
    }, ensure_ascii=False, indent=1) + "\n", "utf-8")
