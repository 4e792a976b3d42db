"""The page that keeps the last tables: ratios, and the machine they were measured on."""
import functools
import os
import pathlib
import platform
import re
import subprocess
import sys

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


UNFINISHED = (
    "**This run has not come to its end: it was stopped, or is still going on. What would come "
    "after these rows is missing.**")


class Keeper:
    """Keeps a table on the page from its first row on, so that a run that is stopped loses no
    more than the row it was at.

    A table that has not come to its end takes no place of one that has, nor of one with more rows,
    unless `replaces`; until it comes to its end it is kept in a page of its run's own, aside.
    """

    def __init__(self, path, aside, replaces, root, packages):
        self.path, self.aside = pathlib.Path(path), pathlib.Path(aside)
        self.replaces, self.root, self.packages = replaces, root, packages
        self.told = set()

    def keep(self, table, settings, command, is_complete):
        """Writes what there is of the table; those that were not run stay as they are."""
        if not table.rows:
            return
        body = section(table, settings, command, self.root, self.packages, is_complete)
        place = self.path
        if not is_complete and not self.replaces and not self.may_replace(table):
            place = self.aside
            place.parent.mkdir(parents=True, exist_ok=True)
        put(place, table.title, body)
        if place == self.path:
            take(self.aside, table.title)
        if (table.title, place) not in self.told:
            self.told.add((table.title, place))
            print(f"“{table.title}” is kept in {place}" + (
                ", until it has come to its end: the page has more of it"
                if place == self.aside else ""), file=sys.stderr, flush=True)

    def may_replace(self, table):
        """Whether the page has no table with as much to say as this one that goes on."""
        kept = parts(self.path).get(table.title)
        return kept is None or UNFINISHED in kept and rows_of(kept) <= len(table.rows)


def parts(path):
    """The tables of a page, by their titles."""
    if not path.exists():
        return {}
    found = (part.partition("\n") for part in TITLE.split(path.read_text("utf-8"))[1:])
    return {title: body.strip("\n") for title, _, body in found if title in TITLES.values()}


def put(path, title, body):
    """Writes the page with another text below a title."""
    write(path, parts(path) | {title: body})


def write(path, kept):
    """Writes a page, whole or not at all."""
    text = HEAD + "".join(
        f"\n## {title}\n\n{kept[title]}\n" for title in TITLES.values() if title in kept)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    os.replace(new, path)


def take(path, title):
    """Takes a table off a page, and the page away when it was the last."""
    kept = parts(path)
    if kept.pop(title, None) is not None:
        write(path, kept) if kept else path.unlink()


def rows_of(body):
    """How many rows the first table of a text has."""
    lines = body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.startswith("| ---")), len(lines))
    after = lines[first + 1:]
    return next((i for i, line in enumerate(after) if not line.startswith("|")), len(after))


def section(table, settings, command, root, packages, is_complete):
    """What stands below a table's title."""
    lines = [*table.text, "", *markdown(table.header, table.rows), "", *table.after]
    if not is_complete:
        lines = [UNFINISHED, "", *lines]
    if table.faults:
        lines += ["", "Faults of this run:", "", *(
            f"- {fault.replace(str(settings.kept), 'the folder of kept cases')}"
            for fault in table.faults)]
    lines += ["", f"Measured by `{command}` at {commit(root)} on {machine()}; {versions(packages)}."]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@functools.cache
def commit(root):
    """The commit, as it was when first asked: a run may outlast it."""
    def git(*arguments):
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True).stdout.strip()

    changed = " with changes" if git("status", "--porcelain", "--", "Sources", ":!*.md") else ""
    return f"commit {git('rev-parse', '--short', 'HEAD') or 'unknown'}{changed}"


@functools.cache
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


@functools.cache
def versions(packages):
    """Swift, Python and the packages, a tuple of them."""
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version ([\d.]+)", swift)
    told = [f"Swift {found.group(1) if found else 'unknown'}", f"Python {platform.python_version()}"]
    names = {"ortools": "OR-Tools", "highspy": "HiGHS", "numpy": "NumPy", "polars": "polars"}
    for package in packages:
        name, _, version = package.partition("==")
        if name in names:
            told.append(f"{names[name]} {version}")
    return ", ".join(told)
