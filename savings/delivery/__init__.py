"""What became of a plan: in money, in percent and in months; whether it came, came so far, or was given up."""
