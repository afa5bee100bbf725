"""Forms of the fleet chapter beyond its plain registers."""
