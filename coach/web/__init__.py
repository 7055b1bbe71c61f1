"""The browser chat: Chainlit handlers over the same coach as the terminal."""
