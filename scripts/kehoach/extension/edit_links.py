"""Where an object can be edited: at the repository's host; of a served site, in the editor on this PC."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from kehoach.language import _
from kehoach.plan import Need

logger = logging.getLogger(__name__)

#: The addresses of the hosts' editors, by the name that ``kehoach_edit`` takes.
HOSTS = {
    "github": "{repository}/edit/{branch}/{path}#L{line}",
    "gitlab": "{repository}/-/edit/{branch}/{path}#L{line}",
    "gitea": "{repository}/_edit/{branch}/{path}#L{line}",  # and Forgejo
}
#: What opens a file of this PC at a line: the default of ``kehoach_editor``.
EDITOR = "vscode://file/{path}:{line}"
#: Schemes of addresses that are no program's of this PC, but run in the page or lead out of it.
_NO_EDITORS = ("", "http", "https", "javascript", "data", "vbscript", "blob", "about")


def check_config(app: Sphinx, config: Config) -> None:
    """Refuse a build whose links would lead nowhere, or elsewhere than to a website or an editor."""
    if config.kehoach_editor and not _is_editor(config.kehoach_editor):
        message = _(
            "`kehoach_editor` in `conf.py` is no address of an editor. Write one with `{{path}}` and "
            "`{{line}}`, like {example}."
        )
        logger.error(message.format(example=EDITOR))
        raise SystemExit(2)
    if config.kehoach_edit and not _is_web_address(config):
        message = _(
            "`kehoach_edit` and `kehoach_repository` in `conf.py` make no web address. Write {hosts}, or an "
            "address with `{{path}}`, and the repository's own address with https://."
        )
        logger.error(message.format(hosts=", ".join(HOSTS)))
        # Sphinx answers an exception with a crash report; this one ends the run and says no more.
        raise SystemExit(2)


def _is_web_address(config: Config) -> bool:
    try:
        address = urlsplit(_address(config, "needs/a.md", 1))
    except (IndexError, KeyError, ValueError):
        return False
    return address.scheme in ("http", "https") and bool(address.hostname)


def _is_editor(address: str) -> bool:
    try:
        scheme = urlsplit(address.format(path="needs/a.md", line=1)).scheme
    except (IndexError, KeyError, ValueError):
        return False
    return scheme not in _NO_EDITORS and "{path}" in address


def edit_address(config: Config, root: Path, need: Need) -> str:
    """Where a need's line is edited; "" where neither an editor nor a repository is named.

    Only a site that is served (``kehoach_serve``) for who edits here leads into files of this PC.
    """
    if config.kehoach_serve and config.kehoach_editor:
        path = quote((root / need.path).as_posix().removeprefix("/"), safe="/:")
        return str(config.kehoach_editor).format(path=path, line=need.line)
    return _address(config, need.path, need.line) if config.kehoach_edit else ""


def _address(config: Config, path: str, line: int) -> str:
    address: str = HOSTS.get(config.kehoach_edit, config.kehoach_edit)
    return address.format(
        repository=config.kehoach_repository.rstrip("/"),
        branch=quote(config.kehoach_branch),
        path=quote(path),
        line=line,
    )
