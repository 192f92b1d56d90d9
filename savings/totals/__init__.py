"""What claims come to together: like with like."""
