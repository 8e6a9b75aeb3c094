"""Where an object can be edited in a browser: the address that the repository's host gives its file."""

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


def check_config(app: Sphinx, config: Config) -> None:
    """Refuse a build whose links would lead nowhere, or elsewhere than to a website."""
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


def edit_address(config: Config, need: Need) -> str:
    """The address of a need's line in the repository's editor; "" where no repository is named."""
    return _address(config, need.path, need.line) if config.kehoach_edit else ""


def _address(config: Config, path: str, line: int) -> str:
    address: str = HOSTS.get(config.kehoach_edit, config.kehoach_edit)
    return address.format(
        repository=config.kehoach_repository.rstrip("/"),
        branch=quote(config.kehoach_branch),
        path=quote(path),
        line=line,
    )
