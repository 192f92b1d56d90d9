"""Which claims are read, in which order, and what a review owes; and what follows from the readings."""
