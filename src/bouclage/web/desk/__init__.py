"""The desk: where people look over tonight's edition before it closes, and run the house.

Takes the store, the configuration and a clock; gives pages for who has signed in, and the same acts to programs under
/api/v1. Every act is one function of `acts`, done in one transaction with its line in the audit trail and its webhook
calls. Never changes a closed edition, and never writes into one: what is decided here is stored as decisions, and the
closing follows them.
"""
