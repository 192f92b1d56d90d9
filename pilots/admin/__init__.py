"""What administrators keep in the workspace: places and what is in them, people and what they may do."""

from . import memberships, people, places

__all__ = ["memberships", "people", "places"]
