"""The interface for programs: everything the desk does, as JSON under /api/v1, described by its own OpenAPI.

Takes a bearer token, which a user gives at the desk and which may do what its role may; gives records as plain JSON.
Each answer is the same act that the desk's pages do. Never takes a cookie: a browser that is signed in cannot be made
to call it.
"""
