"""What is served: customers, vessels, equipment, and what was promised for them."""
