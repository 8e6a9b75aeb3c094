"""A tree of files, in a folder or a git revision: which are read at all, whole writes, archives."""
