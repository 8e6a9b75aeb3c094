"""Runs ``python -m MODULE`` for tests, each run in a process of its own that need not load the module first.

Loading takes longer than most runs do: half a second for Sphinx. So one process loads what a module is made
of, runs none of it, and is forked for each run. No run looks through what was there before it for what can be
freed, nor takes it apart at its end: that would copy it all, and take as long again. What Python reads when
it starts (``PYTHONUTF8``, ``LC_ALL``) is as it was for that process: a run that asks for something else is
started the usual way.
"""

import atexit
import gc
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_READ_AT_START = ("PYTHON", "LC_", "LANG")


def _to_load(module: str) -> tuple[str, ...]:
    """What is loaded beforehand for a module; not duckdb, which at its end complains of what is kept."""
    if module == "sphinx":
        from sphinx.application import builtin_extensions  # here: tests that start nothing do without

        # Sphinx's domains speak a language from the moment they are loaded: by then Sphinx knows which.
        builtin = (name for name in builtin_extensions if not name.startswith("sphinx.domains."))
        needed = ("sphinx.cmd.build", "sphinx_needs.needs", "myst_parser.parsers.sphinx_")
        seldom = ("kehoach.extension.wiring", "dateutil.rrule", "docutils.languages.en", "holidays.countries")
        return (*builtin, *needed, *seldom)
    from kehoach.cli import COMMANDS

    plugins = ("colon_fence", "footnote", "front_matter", "myst_blocks", "myst_role")
    return (
        *(loaded for command, loaded in COMMANDS.items() if command != "collect"),  # which loads duckdb
        *(f"kehoach.export.{name}" for name in ("excel", "ics", "pdf", "word")),
        *("markdown_it", *(f"mdit_py_plugins.{name}" for name in plugins), "rich.console", "fontTools.ttLib"),
        *("dateutil.rrule", "holidays.countries", "docx", "icalendar", "typst", "xlsxwriter"),
    )


def _start(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment Python reads when it starts, and only then."""
    found = {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}
    if found.get("PYTHONUTF8") == "1":  # which this says once more
        found.setdefault("PYTHONIOENCODING", "utf-8")
    return found


class Starter:
    """Starts one module; ``folder`` takes what its runs say, and all is done after ``before``."""

    def __init__(
        self,
        module: str,
        environment: Mapping[str, str],
        folder: Path,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.module = module
        self.start = _start(environment)
        self._given, self._said, self._complained = (folder / f"std{name}" for name in ("in", "out", "err"))
        command = [sys.executable, __file__, module, str(folder)]
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=before,  # noqa: PLW1509 - nothing here waits for a thread
            start_new_session=True,
        )

    def fits(self, options: Mapping[str, Any]) -> bool:
        """Whether a run is one of those that can be started here: others get a Python of their own."""
        known = options.keys() <= {"cwd", "env", "encoding", "input", "timeout"}
        return known and _start(options["env"]) == self.start

    def run(self, arguments: list[str], options: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run the module to its end."""
        self._given.write_text(options.get("input") or "", options["encoding"])
        asked = {
            "arguments": arguments,
            "cwd": os.fspath(options.get("cwd") or Path.cwd()),
            "env": dict(options["env"]),
            "stdin": os.fspath(self._given),
            "stdout": os.fspath(self._said),
            "stderr": os.fspath(self._complained),
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], options.get("timeout"))[0]:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired([self.module, *arguments], options["timeout"])
        code = int(self._process.stdout.readline())
        said = (path.read_text(options["encoding"]) for path in (self._said, self._complained))
        return subprocess.CompletedProcess([sys.executable, "-m", self.module, *arguments], code, *said)

    def stop(self) -> None:
        """End the process that is forked."""
        self._process.communicate()


def _next_run() -> dict[str, Any]:
    """Fork for each run that is asked for; only the forks come back, each with what it has to run."""
    for line in os.fdopen(os.dup(0)):  # what reads from sys.stdin itself finds that as new
        if (child := os.fork()) == 0:
            asked: dict[str, Any] = json.loads(line)
            return asked
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()


def _become(asked: Mapping[str, Any]) -> None:
    """Be the process that the run would have had."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, name in enumerate((asked["stdin"], asked["stdout"], asked["stderr"])):
        opened = os.open(name, flags if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    os.chdir(asked["cwd"])
    sys.path[0] = asked["cwd"]


def _remember_templates(folder: Path) -> None:
    """Keep what Jinja makes of each template for the runs to come: an eighth of a small site."""
    from jinja2 import Environment, FileSystemBytecodeCache  # here: it is loaded only where it is used

    kept, begin = FileSystemBytecodeCache(str(folder)), Environment.__init__

    def begin_with_it(made: Environment, *arguments: Any, **options: Any) -> None:
        begin(made, *arguments, **options)
        made.bytecode_cache = kept

    Environment.__init__ = begin_with_it  # type: ignore[method-assign, assignment]


def _leave() -> None:
    """End without taking apart what was loaded; what duckdb says of its end is seen."""
    if "duckdb" not in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_code)


if __name__ == "__main__":
    atexit.register(_leave)  # before all others, and so called after them
    _module, _folder, _code = *sys.argv[1:], 0
    for _name in _to_load(_module):
        import_module(_name)
    if _module == "sphinx":
        _remember_templates(Path(_folder))
    gc.freeze()
    _asked = _next_run()
    _become(_asked)
    sys.argv[1:] = _asked["arguments"]
    _code = 1  # of a run that raises
    try:
        runpy.run_module(_module, run_name="__main__", alter_sys=True)
        _code = 0
    except SystemExit as _end:
        _code = _end.code if isinstance(_end.code, int) else int(_end.code is not None)
        raise
