"""Made-up portfolios, drawn from a stated seed and a stated model."""
