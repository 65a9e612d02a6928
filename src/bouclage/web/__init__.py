"""The public pages, the bundled days as sites, and one process that does everything."""
