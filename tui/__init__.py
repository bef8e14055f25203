"""Stet's terminal application."""
