"""The components pages are made of: values (frozen dataclasses) here, markup in templates/ui, contract in README.md."""
