"""Reports of a graded run: for the terminal, a pull request, a build server, and a person with a browser."""
