"""Word lists by language, read by `statements.words`; extend them without code."""
