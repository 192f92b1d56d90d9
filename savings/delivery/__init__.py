"""What became of a plan: in money, in percent and in months. Is an actual the outturn of its year, was a saving given up?"""
