"""What administrators keep in the workspace: places and what is in them, people and what they may do."""

from . import account_changes, memberships, people, places

__all__ = ["account_changes", "memberships", "people", "places"]
