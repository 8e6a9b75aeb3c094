"""Changes of the files in ``needs/``: edits, new objects, drafts that are checked and then written."""
