"""`python -m territory`."""

from territory.cli import main

main()
