"""The public pages, the bundled days as sites, and one process that does everything.

Takes the store, the configuration and a clock; gives pages set by the render stage from frozen editions, so that web
and mail show the same, and the loops that collect and close beside them. Changes nothing but one reader's wish to leave
(`unsubscribe`). Never sets a cookie, never sends a reader's browser to another host, never notes who reads.
"""
