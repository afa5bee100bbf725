"""Tests of the fleet chapter: customers, vessels, equipment."""
