"""Ways to break the product, and the proof that the evals or the tests notice each of them."""
