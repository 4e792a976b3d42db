"""The page that keeps the last tables: ratios, and the machine they were measured on."""
import os
import pathlib
import platform
import re
import subprocess

from tables import TITLES, markdown

HEAD = """# Benchmarks

Ratios of other solvers' time to `sandan`'s, as `scripts/bench` measured them last.

## Overview

This page is written by `scripts/bench`. A ratio above 1 means that `sandan` was faster, unless
a table says otherwise. Only ratios stand here: both times are measured in turn, on the same lists, in one run. The lists come
from literal seeds (`scripts/bench.d/families.py`). A ratio is the median of five pairs; a number in
brackets says that there were fewer, as with solvers that take more than ten seconds. `≥`: the
peer was stopped at its limit; `≤`: `sandan` was. *not run*: the peer had not finished a smaller
size. Every optimum found by a peer is checked by rules of its own and has to have the tiers of
`sandan`'s plan, or the run fails and keeps the case.

Peers, each warm in a process of its own and in the best form known to us: OR-Tools' min-cost flow
(arcs added in bulk, needs and sessions that nothing tells apart joined, tiers folded into one cost
of 64 bits), OR-Tools' CP-SAT (all cores, a plan as hint), HiGHS (arrays passed once; tier by tier
it keeps the optimal face and its basis), and GLPK through `sandan match --engine glpk`. Whoever
knows a better form is asked to send it.
"""
TITLE = re.compile(r"^## ", re.M)


def write(path, tables, settings, command, root, packages):
    """Writes the tables into the page; those that were not run stay as they are."""
    path = pathlib.Path(path)
    kept = {}
    if path.exists():
        for part in TITLE.split(path.read_text("utf-8"))[1:]:
            title, _, body = part.partition("\n")
            kept[title] = body.strip("\n")
    for table in tables:
        kept[table.title] = section(table, settings, command, root, packages)
    text = HEAD + "".join(
        f"\n## {title}\n\n{kept[title]}\n" for title in TITLES.values() if title in kept)
    path.write_text(text, "utf-8")


def section(table, settings, command, root, packages):
    lines = [
        *table.text, "", *markdown(table.header, table.rows), "", *table.after]
    if table.faults:
        lines += ["", "Faults of this run:", "", *(
            f"- {fault.replace(str(settings.kept), 'the folder of kept cases')}"
            for fault in table.faults)]
    lines += ["", f"Measured by `{command}` at {commit(root)} on {machine()}; {versions(packages)}."]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def commit(root):
    def git(*arguments):
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True).stdout.strip()

    changed = " with changes" if git("status", "--porcelain", "--", "Sources", ":!*.md") else ""
    return f"commit {git('rev-parse', '--short', 'HEAD') or 'unknown'}{changed}"


def machine():
    """Processor, cores, memory and system; no name of a host, no path."""
    def first(path, pattern):
        found = re.search(pattern, pathlib.Path(path).read_text("utf-8"), re.M)
        return found.group(1).strip() if found else "unknown"

    model = first("/proc/cpuinfo", r"^model name\s*:(.*)$")
    memory = int(first("/proc/meminfo", r"^MemTotal:\s*(\d+)")) / 2**20
    system = first("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)')
    return (f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB of memory, {system}, "
            f"{platform.machine()}")


def versions(packages):
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version ([\d.]+)", swift)
    told = [f"Swift {found.group(1) if found else 'unknown'}", f"Python {platform.python_version()}"]
    names = {"ortools": "OR-Tools", "highspy": "HiGHS", "numpy": "NumPy", "polars": "polars"}
    for package in packages:
        name, _, version = package.partition("==")
        if name in names:
            told.append(f"{names[name]} {version}")
    return ", ".join(told)
