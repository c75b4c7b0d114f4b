"""Drives a client library through conversations with the real gateway, over a network that breaks where a conversation says so."""
