"""Where dispatch asks its optimiser: rows to a problem, a plan back to steps that people can read and publish."""

from aftersail.dispatch.engine.calling_out import Away, displaced_anew
from aftersail.dispatch.engine.inserting import Offer, offers_for
from aftersail.dispatch.engine.planning import plan
from aftersail.dispatch.engine.regions import plan_whole, shares_of, solve_share
from aftersail.dispatch.engine.replanning import replan_touched

__all__ = [
    "Away",
    "Offer",
    "displaced_anew",
    "offers_for",
    "plan",
    "plan_whole",
    "replan_touched",
    "shares_of",
    "solve_share",
]
