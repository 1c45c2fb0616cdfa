"""`python -m green`."""

from green.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
