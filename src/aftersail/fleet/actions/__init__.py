"""Writes of the fleet chapter beyond its plain registers."""

from aftersail.fleet.actions.defaults import load_default_baseline, load_default_codes, load_default_gates
from aftersail.fleet.actions.freezing import freeze_technical_state
from aftersail.fleet.actions.hours import read_running_hours
from aftersail.fleet.actions.milestones import follow_milestone

__all__ = [
    "follow_milestone",
    "freeze_technical_state",
    "load_default_baseline",
    "load_default_codes",
    "load_default_gates",
    "read_running_hours",
]
