"""What is hard to believe in a claim, and what may be counted twice. Doubts are asked about; they decide nothing."""
