"""The workers on PostgreSQL, shaken."""
