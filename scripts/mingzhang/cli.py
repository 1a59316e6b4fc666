"""The command ``mingzhang``: one verb a stage."""

from __future__ import annotations

import argparse
import functools
import os
import signal
import sys
from collections.abc import Callable, Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mingzhang import __version__
from mingzhang.changes.command import add_arguments as add_diff_arguments
from mingzhang.changes.command import run_diff
from mingzhang.cli_options import add_bounds, add_scheduler, read_bounds
from mingzhang.corpus import command as corpus
from mingzhang.errors import MingzhangError, describe_os_error
from mingzhang.executors import open_executor
from mingzhang.executors.progress import Speaker
from mingzhang.personal import mask_text
from mingzhang.project import Project, find_project
from mingzhang.sources import BODY_KINDS, KINDS, SCOPES
from mingzhang.workers import DEFECT, describe_defect

if TYPE_CHECKING:
    from mingzhang.pipeline import BuildReport

_FILES = "PDF, DOCX, XLSX, XLS, HTML or text; several make one disclosure"
_ADD_OPTIONS = {
    "unit": "the unit's name",
    "unit-id": "its id: ASCII words joined by hyphens",
    "title": "the document's title",
    "published": "when it was published (2024-09-20)",
    "division-code": "the place it belongs to (GB/T 2260, six digits)",
    "region": "the place's names from the province down, with / between them",
    "body-kind": f"what kind of body it is: {', '.join(BODY_KINDS)}",
}
PORT = 8000
MOST_WARNINGS = 40
"""Of one disclosure, in the log."""
SERVED_AT = f"http://127.0.0.1:{PORT}/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; returns the exit status: 0 well, 1 something failed, 2 wrong usage, 130 stopped."""
    if arguments is None:
        _settle_process()
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except MingzhangError as error:
        return _fail(str(error))
    except BrokenPipeError:  # whoever read the output has had enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _fail(describe_os_error(error))
    except KeyboardInterrupt:
        _fail("stopped; what stands is whole, and the next run goes on")
        return 130
    except SystemExit:
        raise
    except BaseException as error:
        return _fail(f"{describe_defect(error)}; {DEFECT}")


def _run(options: argparse.Namespace) -> int:
    if options.run in (run_check, run_diff):  # they need no project
        return int(options.run(options))
    try:
        project = Project(Path(options.root).resolve()) if options.root else find_project()
    except FileNotFoundError as error:
        print(f"mingzhang: {error}", file=sys.stderr)
        return 2
    verb: Callable[..., int] = options.run
    return verb(project, options)


def _fail(text: str) -> int:
    print(f"mingzhang: {text}", file=sys.stderr)
    return 1


def _settle_process() -> None:
    """The same behaviour in every locale; a polite request to end ends as Ctrl-C does."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"  # names of files are UTF-8 here, whatever the locale says
        os.execv(sys.executable, sys.orig_argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _stop)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mingzhang", description="Government disclosures as open data.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--root", help="the project's folder (default: the one the current folder is in)")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    build = _verb(verbs, "build", run_build, "convert what changed, validate it and build the site")
    convert = _verb(verbs, "convert", run_convert, "convert what changed into data packages and stacked tables")
    validate = _verb(verbs, "validate", run_validate, "validate every package and the stacked tables with frictionless")
    site = _verb(verbs, "site", run_site, "build the site from the packages")
    check = _verb(verbs, "check", run_check, "convert and audit one disclosure; adds nothing (1: it has errors)")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE", help=_FILES)
    check.add_argument("--unit", default="", help="the unit's name, where the document does not tell it")
    check.add_argument("--year", type=int, default=0, help="the year, where the document does not tell it")
    check.add_argument("--kind", choices=KINDS, default="", help="budget or final accounts")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument("--output", type=Path, help="write the data package into this folder")
    add = _verb(verbs, "add", run_add, "make files one disclosure of this project, convert and audit it")
    add.add_argument("files", type=Path, nargs="+", metavar="FILE", help=f"{_FILES}; or the folder that holds them")
    for option, text in _ADD_OPTIONS.items():
        add.add_argument(f"--{option}", default="", help=text)
    add.add_argument("--year", type=int, default=0, help="the budget year")
    add.add_argument("--kind", choices=KINDS, default="", help="budget or final accounts")
    add.add_argument("--scope", choices=SCOPES, default="", help="of a unit alone or of a department")
    add.add_argument("--yes", action="store_true", help="ask nothing, also on a terminal")
    replace = _verb(verbs, "replace", run_replace, "put files that were published anew in place of a disclosure's own")
    replace.add_argument("disclosure", metavar="DISCLOSURE", help="which: its id")
    replace.add_argument("files", type=Path, nargs="+", metavar="FILE", help=_FILES)
    replace.add_argument("--reason", required=True, help="why, in a sentence that will be published")
    replace.add_argument("--title", default="", help="the document's title, where it changed")
    replace.add_argument("--published", default="", help=_ADD_OPTIONS["published"])
    replace.add_argument(
        "--drop-corrections", action="store_true", help="the corrections of the former text do not apply"
    )
    replace.add_argument("--yes", action="store_true", help="also when the files tell another year or kind")
    diff = _verb(verbs, "diff", run_diff, "tell what differs between packages (0: nothing, 1: something, 2: trouble)")
    add_diff_arguments(diff)
    corpus.add_arguments(_verb(verbs, "corpus", functools.partial(corpus.run_corpus, say), corpus.HELP))
    extract = _verb(verbs, "extract", run_extract, "take the text out of binary sources anew")
    extract.add_argument("ids", nargs="*", metavar="DISCLOSURE", help="which (default: all that have such a text)")
    serve = _verb(verbs, "serve", run_serve, "show the built site on this machine")
    serve.add_argument("--port", type=int, default=PORT)
    add_bounds(build, convert, validate, site, add, replace)
    add_scheduler(build, convert, validate, site)
    return parser


def _verb(verbs, name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


say = Speaker()
"""Prints a line of progress at once, fit for a public log."""


def run_convert(project: Project, options: argparse.Namespace) -> int:
    """Converts; 1 when a disclosure failed."""
    from mingzhang.pipeline import build_packages  # slow to load: only when it is needed

    report = build_packages(project, say, read_bounds(options), scheduler=options.scheduler)
    tell(report)
    return 1 if report.errors else 0


def run_site(project: Project, options: argparse.Namespace) -> int:
    """Builds the site from the packages as they stand; 1 when that fails (the site that stood before stays)."""
    from mingzhang.site import build_site

    try:
        made = build_site(project, say, options.jobs, options.scheduler)
    except MingzhangError as error:
        say(f"error: site: {error}")
        return 1
    say(f"{made.address.parent}: {made.pages} pages, {made.charts} charts; `make serve` shows them at {SERVED_AT}")
    return 0


def run_build(project: Project, options: argparse.Namespace) -> int:
    """Converts, then builds the site of all that is good; 1 when anything failed."""
    from mingzhang.pipeline import build_packages

    report = build_packages(project, say, read_bounds(options), scheduler=options.scheduler)
    say("")
    tell(report)
    status = run_site(project, options)
    return 1 if report.errors else status


def run_validate(project: Project, options: argparse.Namespace) -> int:
    """Validates what stands in ``data/packages``, ``data/versions`` and the root; 1 when frictionless objects."""
    from mingzhang.package.validate import find_faults
    from mingzhang.package.validate_all import find_all_faults, load_frictionless
    from mingzhang.package.write import DESCRIPTOR

    kept = sorted(project.versions.rglob(DESCRIPTOR))
    paths = [*sorted(project.packages.glob(f"*/{DESCRIPTOR}")), *kept]
    faulty = 0
    with open_executor(options.scheduler, read_bounds(options), load_frictionless) as executor:
        found = find_all_faults([path.parent for path in paths], executor)
        whole = (find_faults(path) for path in [project.datapackage])  # of all together: here
        for path, faults in zip([*paths, project.datapackage], chain(found, whole), strict=True):
            faulty += bool(faults)
            say(f"{path.relative_to(project.root)}: {'valid' if not faults else '; '.join(faults)}")
    return 1 if faulty else 0


def run_check(options: argparse.Namespace) -> int:
    """Checks one disclosure; 0 when the audit finds no error, 1 when it does, 2 when it cannot be read."""
    from mingzhang.check import Given, check_files, report_json, report_lines, write_checked

    try:
        checked = check_files(options.files, Given(options.unit, options.year, options.kind))
        if options.output:
            write_checked(checked, options.output)
    except MingzhangError as error:
        print(f"mingzhang: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(mask_text(report_json(checked)), flush=True)  # one line, whole; JSON spells control characters out
    else:
        say("\n".join(report_lines(checked)))
    return 1 if checked.has_errors else 0


def run_add(project: Project, options: argparse.Namespace) -> int:
    """Adds one disclosure; 0 when it is in place, 1 when nothing was added."""
    from mingzhang.add import command

    return command.run_add(project, options, say, read_bounds(options))


def run_replace(project: Project, options: argparse.Namespace) -> int:
    """Replaces the files of one disclosure; 0 when they are in place, 1 when nothing changed."""
    from mingzhang.add import command

    return command.run_replace(project, options, say, read_bounds(options))


def run_extract(project: Project, options: argparse.Namespace) -> int:
    """Takes the text out of binary sources anew; 1 when one of them cannot be read."""
    from mingzhang.add.run import extract_again

    return 1 if extract_again(project, options.ids, say) else 0


def run_serve(project: Project, options: argparse.Namespace) -> int:
    """Serves the built site on the loopback address until interrupted."""
    if not (project.site / "index.html").is_file():
        print("mingzhang: there is no site yet; run `make site` first", file=sys.stderr)
        return 1
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(project.site))
    with ThreadingHTTPServer(("127.0.0.1", options.port), handler) as server:
        say(f"http://127.0.0.1:{options.port}/  (Ctrl-C stops)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
    return 0


def tell(report: BuildReport) -> None:
    """Prints what came of a build: warnings, errors, one line in sum."""
    for result in report.results:
        for warning in result.warnings[:MOST_WARNINGS]:
            say(f"warning: {result.disclosure_id}: {warning}")
        if (more := len(result.warnings) - MOST_WARNINGS) > 0:
            told = f"data/packages/{result.disclosure_id}/reading/notes.csv"
            say(f"warning: {result.disclosure_id}: {more} more, listed in {told} and on its page")
    for error in report.errors:
        say(f"error: {error}")
    say(
        f"{len(report.results)} disclosures ({report.converted} converted anew), {report.tables} statutory tables, "
        f"{report.rows} rows, {len(report.warnings)} warnings, {len(report.errors)} errors"
    )
