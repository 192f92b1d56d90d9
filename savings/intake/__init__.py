"""What is sent with a form, on the site and in the workspace alike: taken once, its files received, its action done."""
