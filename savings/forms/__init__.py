"""What people type, read and checked: forms translate and decide nothing."""
