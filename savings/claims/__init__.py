"""What a claim states, and every rule over its statements: what is asked, what is missing, how hard it is."""
