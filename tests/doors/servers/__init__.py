"""Real servers that tests start on this machine: directory, identity provider, mailbox, mail, a called program."""
