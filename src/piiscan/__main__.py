"""``python -m piiscan``."""

from piiscan.cli.main import entry

if __name__ == "__main__":
    entry()
