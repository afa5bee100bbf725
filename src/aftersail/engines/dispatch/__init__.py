"""Who does which order when, and why: a dispatch optimiser by ruin and recreate, with its own checker."""
