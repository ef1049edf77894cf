"""What each list holds: values of the domain in, a `Sheet` out. No clock, no file, no format."""
