"""Which text turns direction, as a test types it, and how is it shown?"""

# The nine of the issue, written out so that nothing of the product decides what they are; and the three marks.
NINE = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ALL = NINE + "\u061c\u200e\u200f"
TYPED = f"Pan{ALL}dora"
SHOWN = "Pandora"
