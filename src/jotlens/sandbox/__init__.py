"""A tenant to try JotLens on: a loopback authorization server that behaves as the historical pages describe.

It imports nothing of JotLens, so the tenant and the inspector are two independent readings of the same rules. Start
one with `jotlens.sandbox.running.Sandbox.start`; nothing of it is loaded before that is imported.
"""
