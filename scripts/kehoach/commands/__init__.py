"""One module a command; `common` holds what they share."""
