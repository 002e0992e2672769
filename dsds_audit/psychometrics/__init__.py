"""How reliable an instrument is: published measures over arrays of numbers, each by its name."""
