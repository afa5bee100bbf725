"""Tests of the ground: the embedded server, the commands, the developer's tools."""
