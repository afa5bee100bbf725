"""Tests of the visits chapter: work on board and its signed report."""
