"""Green community creation: the domain behind the pages, one package per room."""
