"""The dated, sourced tables that rules and calculations read, and what a new site finds in them."""
