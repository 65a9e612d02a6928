"""Bouclage: a self-hosted evening edition."""

__version__ = "0.1.0"
