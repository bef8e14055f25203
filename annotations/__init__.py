"""Stet without a screen: articles, sentences, annotations, their store and their exchange formats."""

__version__ = "0.1.0"
