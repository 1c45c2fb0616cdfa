"""Photos as a phone takes them: twelve million grainy pixels, eight megabytes, and in the file
where and with what they were taken. Made by rule, the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 4000, 3000
_SEED = 6
_QUALITY = 88
# Tags of EXIF: orientation, device, and the places of the GPS block and of what is in it.
_ORIENTATION, _DEVICE, _GPS = 0x0112, 0x0110, 0x8825
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
LYING_ON_ITS_SIDE = 6


def photos(folder: Path, count: int) -> list[Path]:
    """Write so many different photos; every second one was taken with the phone held upright."""
    pixels = _scene()
    made = []
    for number in range(count):
        path = folder / f"IMG_{number + 1:04}.jpg"
        exif = Image.Exif()
        exif[_DEVICE] = "Pretend Phone"
        exif[_ORIENTATION] = LYING_ON_ITS_SIDE if number % 2 else 1
        exif[_GPS] = {
            _LATITUDE_REF: "N",
            _LATITUDE: (36.0, 40.0, number + 1.0),
            _LONGITUDE_REF: "E",
            _LONGITUDE: (117.0, 2.0, 30.0),
        }
        picture = Image.fromarray(np.roll(pixels, 97 * number, axis=0))
        picture.save(path, "JPEG", quality=_QUALITY, subsampling=0, exif=exif)
        made.append(path)
    return made


def _scene() -> np.ndarray:
    """Soft shapes with a sensor's grain, dark at the left and bright at the right."""
    y, x = np.mgrid[0 : HEIGHT // 20, 0 : WIDTH // 20].astype(np.float32)
    layers = (40 + x * 0.8 + 20 * np.sin(y / 19), 60 + x * 0.7, 50 + x * 0.6 + 25 * np.cos(y / 11))
    soft = Image.fromarray(np.stack(layers, -1).clip(0, 255).astype(np.uint8))
    scene = np.asarray(soft.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR), dtype=np.int16)
    chance = np.random.default_rng(_SEED)
    leaves = chance.integers(0, 130, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
    half = Image.fromarray(leaves).resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.BILINEAR)
    grain = chance.normal(-65, 8, (HEIGHT // 2, WIDTH // 2, 3)).astype(np.int16)
    scene += np.tile(np.asarray(half) + grain, (2, 2, 1))
    return scene.clip(0, 255).astype(np.uint8)
