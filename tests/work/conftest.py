"""As in the store's tests, connections are closed behind each test."""

from tests.store.conftest import close_connections

__all__ = ["close_connections"]
