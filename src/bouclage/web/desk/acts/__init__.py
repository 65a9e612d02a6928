"""Acts: everything that is done at the desk, one function each, for pages and programs alike.

Each takes the house and who acts; checks what was asked; does it in one transaction with its line in the audit trail
and its webhook calls; raises a named error where it cannot. Whether somebody may act is decided before, by the route.
"""
