"""Help: the guide of one's own work, and those of the others."""

from green.ui.guide import guide

guide()
