"""The tables: what is run, in which order, and what becomes a ratio.

Every ratio is of a peer's time to sandan's, measured in turn on the same lists: above 1, sandan is
faster. `≥` stands where the peer was stopped at its limit, `≤` where sandan was.
"""
import dataclasses
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import families
import pipeline
import runs
from peers import Peer, Unfinished
from week import Broken, Week

NAMES = {"flow": "OR-Tools flow", "highs": "HiGHS", "cpsat": "CP-SAT", "glpk": "GLPK"}
PAIRS = 5
ALL = [name for name in families.FULL if name != "kept"]
TITLES = {
    "a": "One solve: served classes and distance", "large": "One solve of a million needs",
    "b": "The full vector of tiers",
    "pipeline": "Lists to list", "pages": "Printed pages", "teams": "Teams",
    "scale": "A million needs"}
SHORT = {"fits": "does not fit", "memory": "out of memory", "skipped": "not run"}


@dataclasses.dataclass
class Settings:
    """How much is run."""

    sandan: str
    scratch: pathlib.Path
    kept: pathlib.Path  # where cases go on which two disagree
    seconds: float  # a peer's limit for one solve, or for one tier
    gap_seconds: float  # for all tiers, where gaps are compared
    whole_seconds: float  # for a whole command
    families: list
    sizes: list  # None: those of the table
    told: Callable  # with a table, whenever there is more of it


@dataclasses.dataclass
class Ratio:
    """A ratio as it is printed."""

    value: float | None
    sign: str = ""
    note: str = ""
    pairs: int = PAIRS

    def __str__(self):
        if self.value is None:
            return self.note
        mark = f" ({self.pairs})" if self.pairs < PAIRS else ""
        return f"{self.sign}{digits(self.value)}{mark}"


def digits(value):
    """Two significant digits, no exponent."""
    if value >= 9.95:
        return f"{round(value, 1 - math.floor(math.log10(value))):.0f}"
    return f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


@dataclasses.dataclass
class Table:
    """A table of the page."""

    key: str
    text: list
    header: list
    told: Callable
    rows: list = dataclasses.field(default_factory=list)
    # What did not agree or did not come to an end as it has to.
    faults: list = dataclasses.field(default_factory=list)
    after: list = dataclasses.field(default_factory=list)

    @property
    def title(self):
        return TITLES[self.key]

    def add(self, row):
        """Adds a row and tells of it at once: a run may be stopped before its end."""
        self.rows.append(row)
        self.told(self)


def table_a(settings):
    """Network families, the core alone, one solve for every peer."""
    return core_alone(
        settings, "a",
        "The core alone: `sandan` from the program built to the arcs filled and their prices, "
        "its own checks included; a peer's solve call alone, with the network or the matrix "
        "handed over before. `sandan` and OR-Tools' flow are warm, each in a process of its own; "
        "HiGHS, CP-SAT and GLPK, which take long, are not warmed, and above 100,000 needs "
        "`sandan` is not either. Served classes weigh 4, 3, 2, 1 with "
        "distance below (`convex`: fairness of communities, distance, fairness of units); "
        "`sandan` solves the same as strict tiers.",
        [1000, 10_000, 100_000], list(NAMES))


def table_large(settings):
    """The same with a million needs, beside the one peer that comes to an end with 100,000.

    In no other size: what the text says would not hold.
    """
    return core_alone(
        dataclasses.replace(settings, sizes=None), "large",
        "As above with a million needs, beside OR-Tools' flow alone: no other peer has come to an "
        "end with 100,000. One pair each, `sandan` in a fresh process, the flow warm.",
        [1_000_000], ["flow"])


def core_alone(settings, key, text, sizes, peers):
    """Network families, the core alone, one solve for each of some peers."""
    table = Table(
        key, [text],
        ["Family", "Needs", "Resources", "Candidates", "Arcs", *(NAMES[name] for name in peers),
         "Fastest peer"],
        settings.told)
    loading, best, tired = [], [], {}
    for made in cases(settings, families.NETWORKS, sizes):
        case = write(settings, made)
        mine, note = agree(settings, table, case, case.folder / "policy-a.yaml", made.tiers)
        if mine is None:
            table.add([
                made.name, number(made.size), number(made.resources), "", "",
                *[""] * len(peers), note])
            shutil.rmtree(case.folder)
            continue
        try:
            ratios, loads, facts = compare(settings, table, case, made, mine, tired, peers)
        except runs.CoreFailed as error:
            table.faults.append(f"{case.name} {case.size}: {error}")
            shutil.rmtree(case.folder)
            continue
        done = [r for r in ratios.values() if r.value is not None]
        fastest = min(done, key=lambda r: r.value, default=Ratio(None, note="none"))
        if fastest.value is not None:
            best.append(fastest.value)
        own = [name for name in peers if name != "glpk"]
        loading.append([made.name, number(made.size), *(loads.get(name, "") for name in own)])
        table.after = after_core(best, loading, own)
        table.add([
            made.name, number(made.size), number(made.resources), number(facts["pairs"]),
            number(facts["arcs"]), *(str(ratios[name]) for name in peers), str(fastest)])
        shutil.rmtree(case.folder)
    return table


def after_core(best, loading, names):
    """What stands below table (a): the means of the best ratios, and the peers' loading."""
    if not best:
        return []
    mean = digits(math.exp(statistics.fmean(map(math.log, best))))
    return [
        f"Against the fastest peer: {mean} in the geometric mean of {len(best)} cases, "
        f"{digits(min(best))} in the worst.", "",
        "Loading, apart from the above, as a multiple of the same peer's solve: reading the lists "
        "and finding the candidates, then handing the arrays over.", "",
        *markdown(["Family", "Needs", *(NAMES[name] for name in names)], loading)]


def compare(settings, table, case, made, mine, tired, names):
    """The ratios of a case by peer, loading times as text, and the peers' count of candidates."""
    policy = case.folder / "policy-a.yaml"
    ratios, loads, facts, peers = {}, {}, {"pairs": 0, "arcs": 0}, {}
    one_by_one = made.size > 100_000
    if one_by_one:
        core = runs.FreshCore(settings.sandan, case, policy, mine.values)
    else:
        core = runs.Core(settings.sandan, case, policy)
        core.solve()  # warm
    try:
        for name in names:
            if name == "glpk":  # sandan runs it itself
                continue
            if (made.name, name) in tired:
                ratios[name] = Ratio(None, note=SHORT["skipped"])
                continue
            try:
                peers[name] = Peer(name, case, made.tiers, settings.seconds)
                facts = peers[name].loading
            except Unfinished as error:
                ratios[name] = Ratio(None, note=SHORT["memory"])
                log(str(error))
                continue
            if one_by_one:  # the memory is for one of them
                measure(settings, table, case, made, mine, core, peers, ratios, loads, tired, 1)
                peers.pop(name).close()
        if peers:
            measure(settings, table, case, made, mine, core, peers, ratios, loads, tired, PAIRS)
        if "glpk" in names:
            compare_glpk(settings, table, case, made, mine, core, ratios, tired)
    finally:
        core.close()
        for peer in peers.values():
            peer.close()
    return ratios, loads, facts


def compare_glpk(settings, table, case, made, mine, core, ratios, tired):
    """Adds the ratio of GLPK alone, once and tier by tier, in sandan's own program."""
    if (made.name, "glpk") in tired:
        ratios["glpk"] = Ratio(None, note=SHORT["skipped"])
        return
    glpk = runs.run(settings.sandan, case, case.folder / "policy-a.yaml", "glpk",
                    settings.seconds, settings.seconds + settings.whole_seconds)
    own, _ = core.solve()
    if glpk.is_closed:
        check(settings, table, case, "GLPK", glpk.values, mine.values)
    else:
        tired[made.name, "glpk"] = True
    spent = glpk.core or settings.seconds
    ratios["glpk"] = Ratio(spent / own, "" if glpk.is_closed else "≥ ", pairs=1)


def measure(settings, table, case, made, mine, core, peers, ratios, loads, tired, pairs):
    """Runs sandan and the peers in turn; a peer that is slow once is not asked again."""
    found = {name: [] for name in peers}
    asked = dict(peers)
    signs = {}
    for name, peer in peers.items():
        if name == "flow":
            peer.solve()  # warm
    for _ in range(pairs):
        own, values = core.solve()
        check(settings, table, case, "the core alone", values, mine.values)
        for name, peer in list(asked.items()):
            try:
                spent, values, _ = peer.solve()
            except Unfinished as error:
                log(str(error))
                spent, values = peer.seconds, None
                del asked[name]
            if values is not None:
                check(settings, table, case, NAMES[name], values, mine.values)
            elif name == "flow" and spent < settings.seconds:
                ratios[name] = Ratio(None, note=SHORT["fits"])
                asked.pop(name, None)
                continue
            else:
                signs[name] = "≥ "
                tired[made.name, name] = True
            found[name].append((spent / own, spent))
            if values is None or spent > 10:
                asked.pop(name, None)
        if own > 10:
            break
    for name, some in found.items():
        if some:
            ratios[name] = Ratio(
                statistics.median(ratio for ratio, _ in some), signs.get(name, ""),
                pairs=len(some))
            spent = statistics.median(seconds for _, seconds in some)
            load = peers[name].loading
            loads[name] = (f"{digits(load['candidates'] / spent)} + "
                           f"{digits(load['handing over'] / spent)}")


def table_b(settings):
    """Network families, the full vector, HiGHS and CP-SAT tier by tier."""
    table = Table(
        "b", [
            f"All twelve tiers of the built-in policy. HiGHS and CP-SAT go tier by tier, each "
            f"tier stopped at {settings.seconds:.0f} s and the whole then counted as ≥; `sandan` "
            "solves the vector in one. OR-Tools' flow has no place here: the vector does not fit "
            "64 bits. One pair each."],
        ["Family", "Needs", "HiGHS", "its tiers", "CP-SAT", "its tiers"], settings.told)
    for made in cases(settings, families.NETWORKS, [1000, 10_000]):
        case = write(settings, made)
        policy = case.folder / "policy-full.yaml"
        mine, note = agree(settings, table, case, policy, ALL)
        if mine is None:
            table.add([made.name, number(made.size), note, "", "", ""])
            shutil.rmtree(case.folder)
            continue
        row = [made.name, number(made.size)]
        for name in ("highs", "cpsat"):
            row += staged(settings, table, case, name, mine,
                          lambda: runs.run(settings.sandan, case, policy, only_core=True).core)
        table.add(row)
        shutil.rmtree(case.folder)
    return table


def staged(settings, table, case, name, mine, core, stop=len(ALL)):
    """A peer's ratio and how many tiers it closed; `stop` leaves out the tiers from there on."""
    try:
        peer = Peer(name, case, ALL[:stop], settings.seconds)
    except Unfinished as error:
        log(str(error))
        return [SHORT["memory"], ""]
    try:
        own = core()
        spent, values, stages = peer.staged(stop)
    except Unfinished as error:
        log(str(error))
        return [SHORT["memory"], ""]
    finally:
        peer.close()
    closed = [stage for stage in stages if stage[2]]
    hold_stages(settings, table, case, name, closed, mine)
    if len(closed) == stop and mine.is_closed:
        check(settings, table, case, NAMES[name], values, mine.values)
    sign = "" if len(closed) == stop else "≥ "
    if own is None:
        return ["", f"{len(closed)} of {stop}"]
    if not mine.is_closed:
        if sign:
            return ["both stopped", f"{len(closed)} of {stop}"]
        sign = "≤ "
    return [str(Ratio(spent / own, sign)), f"{len(closed)} of {stop}"]


def hold_stages(settings, table, case, name, closed, mine):
    """Tiers that a peer closed are those that sandan closed, up to the first that it left open."""
    decided = {}
    for tier in mine.tiers:
        if tier["provedBy"] == "open":
            break
        decided[tier["name"]] = tier["value"]
    told = {tier: told_value(tier, value) for tier, _, _, value, _ in closed if tier in decided}
    check(settings, table, case, NAMES[name], told, {tier: decided[tier] for tier in told})


def told_value(tier, value):
    """A minimised value as sandan tells it."""
    return -value if tier.startswith("served.") else value


def table_teams(settings):
    """Teams at county size: sandan whole, HiGHS and CP-SAT tier by tier."""
    table = Table(
        "teams", [
            "A county of needs with teams among them (of two or three places), some of several "
            "visits all or nothing; in `county5` and `county15` every session is open to all and "
            "twice as many visits are asked for as there are on offer. First the whole vector and the four served tiers alone "
            f"(`sandan`: a policy of these four), every solver stopped at {settings.seconds:.0f} s "
            "a tier, `sandan` after that time for the whole. Ratios are to its solving alone."],
        ["Family", "Needs", "Tiers", "`sandan` proves", "HiGHS", "its tiers", "CP-SAT",
         "its tiers"], settings.told)
    gaps = []
    for made in cases(settings, families.TEAMS, [2000]):
        case = write(settings, made)
        for label, policy, stop in (
                ("all", "policy-full.yaml", len(ALL)), ("served", "policy-served.yaml", 4)):
            mine = runs.run(
                settings.sandan, case, case.folder / policy, limit=settings.seconds,
                allowed=settings.seconds + settings.whole_seconds, plan_only=True)
            if mine.exit:
                table.faults.append(failure(case, mine))
                table.add([made.name, number(made.size), label, "no plan"] + [""] * 4)
                continue
            closed = sum(tier["provedBy"] != "open" for tier in mine.tiers)
            row = [made.name, number(made.size), label, f"{closed} of {stop}"]
            for name in ("highs", "cpsat"):
                row += staged(settings, table, case, name, mine, lambda: mine.core, stop)
            table.add(row)
        gaps += gap_rows(settings, table, case, made)
        table.after = [
            f"What {settings.gap_seconds:.0f} s for all tiers together leave open: of each tier "
            "the gap between the value held and the bound proved, 0 when it is closed, – when "
            "nothing is proved of it.", "", *markdown(
                ["Family", "Needs", "Tier", "`sandan`", "HiGHS", "CP-SAT"], gaps)]
        table.told(table)
        shutil.rmtree(case.folder)
    return table


def gap_rows(settings, table, case, made):
    """A row for each tier that somebody leaves open, after one that says how many are closed."""
    mine = runs.run(
        settings.sandan, case, case.folder / "policy-full.yaml", limit=settings.gap_seconds,
        allowed=settings.gap_seconds + settings.whole_seconds, plan_only=True)
    found = {"sandan": {
        tier["name"]: None if tier["bound"] is None else abs(tier["value"] - tier["bound"])
        for tier in mine.tiers}}
    for name in ("highs", "cpsat"):
        found[name] = {}
        try:
            peer = Peer(name, case, ALL, settings.gap_seconds)
        except Unfinished as error:
            log(str(error))
            continue
        try:
            _, _, stages = peer.staged(len(ALL), settings.gap_seconds)
            hold_stages(settings, table, case, name, [x for x in stages if x[2]], mine)
            for tier, _, _, value, bound in stages:
                found[name][tier] = None if None in (value, bound) else value - bound
        except Unfinished as error:
            log(str(error))
        finally:
            peer.close()
    columns = ["sandan", "highs", "cpsat"]
    return [
        [made.name, number(made.size), tier, *(
            "–" if found[name].get(tier) is None else number(found[name][tier])
            for name in columns)]
        for tier in ALL]


def table_pipeline(settings):
    """Lists to list: the whole command beside a planner's script, each a process of its own."""
    table = Table(
        "pipeline", [
            "`sandan match` beside a planner's script (`scripts/bench.d/pipeline.py`) that reads the "
            "lists with polars, finds the candidates by joins, assigns, and writes services.csv and "
            "the needs and numbers of what stays unmet; start-up included on both sides. *Plan "
            "alone* is `match --plan-only`: services.csv, unmet.csv without reasons, plan.json with "
            "the tiers, certificate.json with the prices that prove them, policy and lists, all "
            "checked, audited against lists and prices and synced to the disk, which the script "
            "does not do: it checks and proves nothing. *Whole folder* is `match` as an office runs "
            "it: besides, a reason for every unmet need, its smallest change, both audited, and the "
            "report. Tiers of table (a); `tangwang` is the county week of `Fixtures`, all tiers, "
            "which no flow can solve. *Arcs* are the script's: candidates times common sessions. "
            "`wide` comes with 10,000 needs alone: with 100,000 the script holds 14 GiB and more."],
        ["Lists", "Needs", "Arcs", "Script's solver", "Plan alone", "Whole folder"], settings.told)
    for made in cases(
            settings, ["balanced", "scarce", "thin", "weekly", "wide"], [10_000, 100_000]):
        if made.name == "wide" and made.size > 10_000:
            continue
        case = write(settings, made)
        pair_pipelines(settings, table, case, case.folder / "policy-a.yaml", "flow", made.tiers)
        shutil.rmtree(case.folder)
    if not settings.families or "tangwang" in settings.families:
        lists = pathlib.Path(__file__).resolve().parents[2] / "Fixtures" / "tangwang"
        case = runs.Case("tangwang", 200, settings.scratch / "tangwang", lists / "needs.csv",
                         lists / "resources.csv")
        case.folder.mkdir()
        for solver in ("highs", "cpsat"):
            pair_pipelines(settings, table, case, None, solver, ALL)
    return table


def pair_pipelines(settings, table, case, policy, solver, tiers):
    """Adds a row: five rounds of the plan alone, the script and the whole folder; one where any of
    them takes long."""
    plans, folders, note, arcs = Pairs(), Pairs(), "", ""
    for _ in range(PAIRS):
        mine = runs.run(
            settings.sandan, case, policy, allowed=settings.whole_seconds, plan_only=True)
        whole = runs.run(settings.sandan, case, policy, allowed=settings.whole_seconds)
        for one in (mine, whole):
            if one.exit > 0:
                table.faults.append(failure(case, one))
                note = f"no plan (exit {one.exit})"
        if note:
            break
        if mine.exit == whole.exit == 0 and mine.values != whole.values:
            table.faults.append(f"{case.name} {case.size}: the plan alone has other tiers")
        out = case.folder / "script"
        spent, code, told = run_script(settings, case, out, solver, tiers)
        if code and code != 75:
            table.faults.append(f"{case.name} {case.size}: script: {told}")
            note = "the script fails"
            break
        if not arcs:
            # The week takes as much memory as the script, and is the same each time.
            week = Week(case.needs, case.resources)
            arcs = number(len(week.need))
            if code == mine.exit == 0:
                judge(settings, table, case, week, out, solver, tiers, mine.values)
            del week
        plans.add(spent, code == 75, mine)
        folders.add(spent, code == 75, whole)
        if plans.sign or folders.sign or spent + mine.seconds + whole.seconds > 60:
            break
    table.add([
        case.name, number(case.size), arcs, NAMES[solver],
        *([note] * 2 if note else [str(plans.ratio()), str(folders.ratio())])])


class Pairs:
    """Pairs of times, the script's and `sandan`'s, that become one ratio."""

    def __init__(self):
        self.ratios, self.sign = [], ""

    def add(self, spent, is_stopped, mine):
        """A pair; whoever was stopped is told by the sign."""
        self.sign = self.sign or ("≤ " if mine.exit < 0 else "≥ " if is_stopped else "")
        self.ratios.append(spent / mine.seconds)

    def ratio(self):
        return Ratio(statistics.median(self.ratios), self.sign, pairs=len(self.ratios))


def run_script(settings, case, out, solver, tiers):
    """Seconds, exit code (75: stopped) and the end of what the script told."""
    command = [sys.executable, pathlib.Path(pipeline.__file__), case.needs, case.resources, out,
               solver, ",".join(tiers), str(settings.seconds)]
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            [str(word) for word in command], capture_output=True, text=True,
            timeout=settings.seconds * len(tiers) + settings.whole_seconds)
        code, told = done.returncode, done.stderr.strip()[-300:]
    except subprocess.TimeoutExpired:
        code, told = 75, ""
    return time.perf_counter() - begin, code, told


def judge(settings, table, case, week, out, solver, tiers, mine):
    """Holds what the script wrote against the rules, and its tiers against `sandan`'s."""
    try:
        values = week.judge(pipeline.read_back(week, out), tiers)
        check(settings, table, case, NAMES[solver], values, mine)
    except (Broken, ValueError) as error:
        table.faults.append(f"{case.name} {case.size}: script: {error}")


def table_scale(settings):
    """A hundred thousand and a million needs, lists to audited list, sandan alone."""
    table = Table(
        "scale", [
            "The whole command on a tenth as many resources, about twenty candidates a need, tiers "
            "of table (a): whether it ends with a plan proved optimal, its memory at the peak, "
            "and time per need as a multiple of that of the first row."],
        ["Needs", "Resources", "Proved", "GiB", "Time per need"], settings.told)
    per_need = None
    for made in cases(settings, ["million"], [100_000, 1_000_000]):
        case = write(settings, made)
        mine = runs.run(settings.sandan, case, case.folder / "policy-a.yaml",
                        allowed=settings.whole_seconds * made.size / 100_000)
        row = [number(made.size), number(made.resources)]
        if mine.exit > 0:
            table.faults.append(failure(case, mine))
        if mine.exit:
            table.add([*row, "stopped" if mine.exit < 0 else "no plan",
                               f"{mine.gibibytes:.1f}", ""])
        else:
            each = mine.seconds / made.size
            per_need = per_need or each
            table.add([*row, "yes" if mine.is_closed else "no", f"{mine.gibibytes:.1f}",
                               digits(each / per_need)])
        shutil.rmtree(case.folder)
    return table


TABLES = {"a": table_a, "large": table_large, "b": table_b, "pipeline": table_pipeline,
          "teams": table_teams, "scale": table_scale}


def cases(settings, names, sizes):
    """The families and sizes asked for, smaller sizes first within a family."""
    for name in names:
        if settings.families and name not in settings.families:
            continue
        for size in settings.sizes or sizes:
            made = families.family(name, size)
            if made is not None:
                log(f"{name}, {size} needs")
                yield made


def write(settings, made):
    folder = pathlib.Path(tempfile.mkdtemp(dir=settings.scratch))
    families.write(made, folder)
    return runs.Case(made.name, made.size, folder, folder / "needs.csv", folder / "resources.csv")


def agree(settings, table, case, policy, tiers):
    """The run whose tiers the peers' have to equal, or None and what to print instead."""
    mine = runs.run(settings.sandan, case, policy, allowed=settings.whole_seconds, plan_only=True)
    if mine.exit < 0 or not mine.exit and not mine.is_closed:
        return None, "`sandan` stopped"
    if mine.exit:
        table.faults.append(failure(case, mine))
        return None, "no plan"
    if set(mine.values) != set(tiers):
        table.faults.append(f"{case.name} {case.size}: tiers {sorted(mine.values)}")
        return None, "other tiers"
    return mine, ""


def failure(case, mine):
    told = "; ".join(mine.errors[:3])
    return f"{case.name} {case.size}: sandan ends with {mine.exit}: {told}"


def check(settings, table, case, who, values, mine):
    """Holds a peer's tiers against sandan's; a case on which they differ is kept."""
    if values == mine:
        return
    kept = settings.kept / f"{table.key}-{case.name}-{case.size}"
    kept.mkdir(parents=True, exist_ok=True)
    for path in (case.needs, case.resources, *case.folder.glob("policy-*.yaml")):
        shutil.copy(path, kept)
    told = kept / "values.json"
    found = json.loads(told.read_text("utf-8")) if told.exists() else {}
    found |= {"sandan": mine, who: values}
    told.write_text(json.dumps(found, ensure_ascii=False, indent=2), "utf-8")
    fault = f"{case.name} {case.size}: {who} has other tiers; kept in {kept}"
    if fault not in table.faults:
        table.faults.append(fault)


def number(value):
    return f"{value:,}"


def markdown(header, rows):
    return [
        "| " + " | ".join(map(str, cells)) + " |"
        for cells in (header, ["---"] * len(header), *rows)]


def log(line):
    print(line, file=sys.stderr, flush=True)
