"""The official forms as Word and Excel: values in, bytes out, from templates an office edits."""
