"""What is asked about a plan, the same in every shell."""
