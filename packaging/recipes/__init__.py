"""The recipes that make what people install: `python -m recipes NAME`, with the folder `packaging` in PYTHONPATH."""
