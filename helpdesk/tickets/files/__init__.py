"""The files of tickets: received, told apart by content, made safe to look at, handed out."""
