"""Conformance suites: classes of tests that a plugin's author subclasses."""
