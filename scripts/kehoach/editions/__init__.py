"""Editions: all documents of a plan as of a commit, with a manifest of their hashes, held by a git tag."""
