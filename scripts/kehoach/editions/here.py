"""Which editions the folder of a project is, as it stands."""

from pathlib import Path

from kehoach.editions import making, tags
from kehoach.editions.manifest import Manifest
from kehoach.files.git import Repository
from kehoach.files.tree import GitError


def editions(root: Path) -> tuple[Manifest, ...]:
    """The editions that are tagged on the latest commit, where the folder holds what that does."""
    try:
        with Repository(root) as repository:
            latest = repository.revision("HEAD").commit
            there = [tag for tag in tags.every(repository) if tag.target == latest and tag.sound]
            if not there or making.uncommitted(repository):
                return ()
            return tuple(tag.manifest() for tag in sorted(there, key=lambda tag: tag.name))
    except (GitError, OSError):  # no repository, or one that git refuses: nothing is said of editions
        return ()
