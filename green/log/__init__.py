"""The log of everything that was done or refused, in a chain that shows tampering."""
