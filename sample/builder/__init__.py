"""Builds the bundled days: from `sample/texts` to sites as the outlets would serve them, and the gold file.

Run `python -m sample.builder` from the repository; a test holds the committed result to it.
"""
