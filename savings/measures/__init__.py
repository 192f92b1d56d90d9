"""How the review is doing: minutes, working days, and the value under each verdict."""
