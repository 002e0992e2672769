"""The guided interview as a web page, with a vote from everyone's own phone: a shell like the terminal."""
