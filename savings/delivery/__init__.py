"""What became of a plan: in money, in percent and in months."""
