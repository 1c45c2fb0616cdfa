"""Pictures as pure functions: values in, an SVG text or a Plotly figure out."""
