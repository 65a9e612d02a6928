"""Who said what, timelines and disputes: not built yet.

The records are in `records/statement.py`; an edition without statements is complete without them.
"""
