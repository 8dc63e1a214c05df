"""The sandbox in the window: started and stopped, its pane, its connections, and its scenarios that end in an inspection."""
