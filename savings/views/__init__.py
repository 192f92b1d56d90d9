"""The pages of claims: each view asks one question of the domain and draws one template."""
