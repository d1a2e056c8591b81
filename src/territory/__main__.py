"""`python -m territory`."""

from territory.cli import main

if __name__ == "__main__":  # a process started to read documents imports this module anew
    main()
