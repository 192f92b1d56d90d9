"""What must be there before the site can start? Standard library only: nothing is installed yet."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
