"""Measurements as commands. None is a test: a slow machine is no fault in the code."""
