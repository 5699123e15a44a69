"""The long run: `make soak`, and fifty calls of it in `make test`."""
