"""The runs behind the table on scale: each is measured once for a size and the code, and kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_measure import ROOT, Measured, digest_of, machine, mingzhang, run

Record = dict[str, Any]
_AMOUNT = re.compile(r"(?<![\d.,])(\d{2,}\.\d)(\d)(?![\d.])")
TIMES = 3
"""Runs of what is short; the fastest counts."""


@dataclass
class Bench:
    """``folder`` holds corpora, sites and, below ``records``, what was measured."""

    folder: Path
    seed: int = 9
    jobs: int = 2
    keep: bool = False
    code: str = field(
        default_factory=lambda: digest_of(ROOT / "scripts" / "mingzhang", ROOT / "site_src", ROOT / "mkdocs.yml")
    )
    plain: str = field(default_factory=lambda: digest_of(*sorted((ROOT / "tests").glob("plain_*.py"))))

    def __post_init__(self) -> None:
        (self.folder / "records").mkdir(parents=True, exist_ok=True)

    def kept(self, name: str) -> Record | None:
        """The record of that name; none when it is still to be measured."""
        path = self.folder / "records" / f"{name}.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    def keep_record(self, name: str, record: Record) -> Record:
        """Writes a record, whole or not at all."""
        path = self.folder / "records" / f"{name}.json"
        new = path.with_suffix(".new")
        new.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        new.replace(path)
        return record

    def corpus(self, size: int) -> Path:
        """A fresh project of ``size`` disclosures with nothing built: its sources are made once."""
        root = self.folder / f"corpus-{size}-{self.seed}"
        whole = root / ".whole"
        if not whole.is_file():
            shutil.rmtree(root, ignore_errors=True)
            say(f"corpus of {size}")
            command = mingzhang("corpus", str(size), "--output", root, "--seed", str(self.seed))
            run(command, self.folder / f"corpus-{size}.log")
            whole.touch()
        for part in ("build", "site", ".cache"):
            shutil.rmtree(root / part, ignore_errors=True)
        for part in ("packages", "tables", "versions", "registry", "audit", "classifications"):
            shutil.rmtree(root / "data" / part, ignore_errors=True)
        (root / "datapackage.json").unlink(missing_ok=True)
        return root


def say(text: str) -> None:
    print(f"[bench] {time.strftime('%H:%M:%S')} {text}", flush=True)


def measure_ours(bench: Bench, size: int) -> Record:
    """A cold build of ``size``, builds where nothing and one amount changed, the floor, and what a visitor loads."""
    name = f"ours-{size}-{bench.seed}-{bench.jobs}-{bench.code}"
    if record := bench.kept(name):
        return record
    root = bench.corpus(size)
    command = mingzhang("--root", root, "build", "--jobs", str(bench.jobs))
    record = {"size": size, "jobs": bench.jobs, "code": bench.code, "seed": bench.seed, "machine": machine()}
    say(f"cold build of {size}")
    record |= {"load": os.getloadavg()[0], "cold": run(command, bench.folder / f"cold-{size}.log").told()}
    times = root / ".cache" / "times.json"
    record["stages"] = json.loads(times.read_text("utf-8")) if times.is_file() else {}
    files = listing(root / "site")
    record["site"] = {
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "pages": sum(path.suffix == ".html" for path in files),
        "cache_bytes": sum(path.stat().st_size for path in listing(root / ".cache")),
        "source_bytes": sum(path.stat().st_size for path in listing(root / "data" / "sources")),
    }
    say(f"builds of {size} where nothing changed")
    record["same"] = [run(command, bench.folder / f"same-{size}.log").told() for _ in range(TIMES)]
    record["start"] = [run(mingzhang("--version"), bench.folder / "start.log").told() for _ in range(TIMES)]
    record["changes"] = [_change(bench, root, size, number, command) for number in range(2)]
    record["floor"] = floor(root, [path for change in record["changes"] for path in change.pop("paths")])
    record["visit"] = _visit(bench, root)
    if not bench.keep:
        bench.corpus(size)
    return bench.keep_record(name, record)


def _change(bench: Bench, root: Path, size: int, number: int, command: list[Any]) -> Record:
    """A build after one amount of one source changed, and which files of the site it changed."""
    before = manifest(root / "site")
    changed = change_amount(root, number)
    say(f"build of {size} where one amount changed ({changed})")
    measured: Measured = run(command, bench.folder / f"change-{size}.log")
    after = manifest(root / "site")
    paths = [path for path, told in after.items() if before.get(path) != told]
    return {
        **measured.told(),
        "disclosure": changed,
        "paths": paths,
        "files": len(paths),
        "bytes": sum((root / "site" / path).stat().st_size for path in paths),
        "of_it": sum(changed in path or _page_of(changed) in path for path in paths),
    }


def _page_of(disclosure: str) -> str:
    unit, year, kind = disclosure.rsplit("-", 2)
    return f"{unit}/{year}-{kind}/"


def change_amount(root: Path, number: int) -> str:
    """Changes the last digit of an amount in the source of one disclosure, and its digest in ``disclosure.yml``."""
    folders = sorted(path.parent for path in (root / "data" / "sources").glob("*/disclosure.yml"))
    start = len(folders) * (number + 1) // 3
    for folder in folders[start:] + folders[:start]:
        for source in sorted(folder.glob("*.txt")):
            old = source.read_bytes()
            found = list(_AMOUNT.finditer(old.decode("utf-8")))
            told = folder / "disclosure.yml"
            digest = hashlib.sha256(old).hexdigest()
            if not found or digest not in told.read_text("utf-8"):
                continue
            match, text = found[len(found) // 2], old.decode("utf-8")
            new = text[: match.start(2)] + str((int(match[2]) + 1) % 10) + text[match.end(2) :]
            source.write_bytes(new.encode("utf-8"))
            with_new = told.read_text("utf-8").replace(digest, hashlib.sha256(new.encode("utf-8")).hexdigest())
            told.write_text(with_new, encoding="utf-8")
            return folder.name
    raise RuntimeError(f"{root}: no source with an amount")


def listing(folder: Path) -> list[Path]:
    """The files below ``folder``."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def manifest(folder: Path) -> dict[str, str]:
    """Digests by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in listing(folder)
    }


def floor(root: Path, changed: list[str]) -> Record:
    """What no build can do without, in seconds: to hash every input, to write (half of) what two changes changed.

    ``outputs`` is what it takes to hash the standing site, which a build that trusts no one does besides.
    """
    inputs = [
        *listing(root / "data" / "sources"),
        *listing(ROOT / "site_src"),
        *listing(ROOT / "scripts" / "mingzhang"),
    ]
    contents = [(root / "site" / path).read_bytes() for path in changed]
    scratch = root / "build" / "floor"

    def write() -> None:
        scratch.mkdir(parents=True)
        for number, content in enumerate(contents):
            (scratch / str(number)).write_bytes(content)

    def clear() -> None:
        shutil.rmtree(scratch, ignore_errors=True)

    told = {"inputs": _best(lambda: [_hash(path) for path in inputs]), "input_files": len(inputs)}
    told["write"] = _best(write, clear) / 2
    told["outputs"] = _best(lambda: [_hash(path) for path in listing(root / "site")])
    clear()
    return {key: round(value, 4) for key, value in told.items()}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _best(task: Any, before: Any = lambda: None) -> float:
    spans = []
    for _ in range(TIMES):
        before()
        began = time.perf_counter()
        task()
        spans.append(time.perf_counter() - began)
    return min(spans)


def _visit(bench: Bench, root: Path) -> Record:
    """What ``bench_visit`` tells; nothing where there is no browser."""
    log = bench.folder / "visit.log"
    try:
        run([sys.executable, ROOT / "tests" / "bench_visit.py", root / "site"], log, seconds=300)
    except RuntimeError as error:
        say(f"no visit: {str(error)[-200:]}")
        return {}
    told: Record = json.loads(log.read_text("utf-8").splitlines()[-1])
    return told


def measure_plain(bench: Bench, size: int, whole: bool, seconds: float, megabytes: float) -> Record:
    """The plain way at ``size``, within bounds; ``whole`` is the lighter one, of one page a disclosure."""
    from mingzhang.digest import code_digest

    kind = "whole" if whole else "plain"
    name = f"{kind}-{size}-{bench.seed}-{bench.plain}-{code_digest()[:12]}"
    if record := bench.kept(name):
        return record
    root, target = bench.corpus(size), bench.folder / f"{kind}-{size}"
    shutil.rmtree(target, ignore_errors=True)
    say(f"the plain way ({kind}) at {size}")
    log = bench.folder / f"{kind}-{size}.log"
    command: list[str | Path] = [
        sys.executable,
        ROOT / "tests" / "plain_build.py",
        root,
        target,
        *(["--whole"] if whole else []),
    ]
    record = {"size": size, "whole": whole, "load": os.getloadavg()[0], "machine": machine()}
    record["all"] = run(command, log, seconds, megabytes).told()
    for line in log.read_text("utf-8").splitlines():
        if line.startswith("{"):
            record |= json.loads(line)
    record["site_bytes"] = sum(path.stat().st_size for path in listing(target / "site"))
    shutil.rmtree(target, ignore_errors=True)
    return bench.keep_record(name, record)
