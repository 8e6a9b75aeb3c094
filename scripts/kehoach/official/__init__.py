"""The official text: its letterhead, labels, tables and names, and whether the objects hold to it."""
