"""What `python -m green` can be told: the words of each command, and what it does."""
