"""The colours of charts, the same as the theme's in `.streamlit/config.toml`."""

from __future__ import annotations

from dataclasses import dataclass

# The same faces as the theme's; a picture brings none of its own.
FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


@dataclass(frozen=True)
class Palette:
    """Five colours for the five areas in their order, and the lines and texts around them."""

    areas: tuple[str, ...]
    strong: str
    quiet: str
    accent: str
    background: str

    def area(self, index: int) -> str:
        return self.areas[index % len(self.areas)]


LIGHT = Palette(
    areas=("#6A4FD8", "#9C7706", "#1E5F3D", "#0BA1AF", "#7C165E"),
    strong="#28302C",
    quiet="#8A9590",
    accent="#1D6B45",
    background="#FFFFFF",
)
DARK = Palette(
    areas=("#8F59D6", "#FDD587", "#4A9632", "#1ED7FF", "#F2709D"),
    strong="#F2F5F3",
    quiet="#76827C",
    accent="#52A979",
    background="#0E1411",
)


def palette(dark: bool) -> Palette:
    return DARK if dark else LIGHT
