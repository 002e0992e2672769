"""What came back from sites: told apart, read, and put together as assessments and votes."""
