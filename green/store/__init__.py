"""The one database connection, its transactions and its migrations."""

from green.store.store import Query, Store, shared

__all__ = ["Query", "Store", "shared"]
