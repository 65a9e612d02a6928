"""The store's migrations, run by `store.migrating`."""
