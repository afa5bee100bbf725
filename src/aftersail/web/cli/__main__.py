"""`python -m aftersail.web.cli`, for processes that start others of their own kind."""

from aftersail.web.cli import main

main()
