"""What is told to people and programs: words, status, reminders, and findings in the forms of hosts."""
