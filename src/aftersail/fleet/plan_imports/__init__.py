"""Tables that hold a row a hull or a row a task: the yard's milestone plan, the user's task calendar."""
