"""The one database connection, its transactions and its migrations."""

from green.store.store import Query, Store, closed, shared

__all__ = ["Query", "Store", "closed", "shared"]
