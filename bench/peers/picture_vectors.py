"""Pictures as Pillow writes them, and what Pillow reads in them:
    python3 bench/peers/picture_vectors.py > packages/image-file/src/pillow.vectors.ts
"""

import base64
import io

import numpy as np
import PIL
from PIL import Image

yy, xx = np.mgrid[0:6, 0:9]
RGB = np.stack([(xx * 28) % 256, (yy * 50) % 256, ((xx + yy) * 19) % 256], -1).astype(np.uint8)
COLOUR = Image.fromarray(RGB)
GREY = COLOUR.convert("L")


def text(data):
    return base64.b64encode(data).decode()


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_alpha(image, alpha):
    copy = image.copy()
    copy.putalpha(alpha)
    return copy


HALF = Image.fromarray((xx * 30).astype(np.uint8))
CLEAR = COLOUR.convert("P")
CASES = [
    ("colour.png", saved(COLOUR, "PNG"), COLOUR),
    ("grey.png", saved(GREY, "PNG"), GREY),
    ("palette.png", saved(CLEAR, "PNG"), CLEAR.convert("RGB")),
    ("palette of four.png", saved(COLOUR.quantize(4), "PNG", bits=2), COLOUR.quantize(4).convert("RGB")),
    ("black and white.png", saved(GREY.convert("1"), "PNG"), GREY.convert("1").convert("L")),
    ("opaque.png", saved(with_alpha(COLOUR, 255), "PNG"), COLOUR),
    ("opaque grey.png", saved(with_alpha(GREY, 255), "PNG"), GREY),
    ("colour.jpg", saved(COLOUR, "JPEG", quality=85), None),
    ("progressive.jpg", saved(COLOUR, "JPEG", quality=85, progressive=True), None),
    ("grey.jpg", saved(GREY, "JPEG", quality=85), None),
]
OTHERS = {
    "16 bits.png": saved(Image.fromarray((xx * 7000 + yy * 300).astype(np.uint16)), "PNG"),
    "transparent.png": saved(with_alpha(COLOUR, HALF), "PNG"),
    "transparent grey.png": saved(with_alpha(GREY, HALF), "PNG"),
    "one colour clear.png": saved(COLOUR, "PNG", transparency=tuple(int(v) for v in RGB[2, 3])),
    "palette with clear.png": saved(CLEAR, "PNG", transparency=CLEAR.getpixel((3, 2))),
    "cmyk.jpg": saved(COLOUR.convert("CMYK"), "JPEG"),
}
SIZES = [(3, 4), (12, 18), (6, 3), (1, 1), (5, 20)]


def pixels(image):
    return text(np.asarray(image, dtype=np.uint8).tobytes())


print(f"/** Written by bench/peers/picture_vectors.py with Pillow {PIL.__version__}. */\n")
print("export const PICTURES = [")
for name, data, shown in CASES:
    shown = shown or Image.open(io.BytesIO(data))
    channels = 1 if shown.mode == "L" else 3
    print(f"  {{ name: '{name}', bytes: '{text(data)}', channels: {channels}, pixels: '{pixels(shown)}' }},")
print("] as const;\n\nexport const OTHERS = {")
for name, data in OTHERS.items():
    print(f"  '{name}': '{text(data)}',")
print("} as const;\n")
print(f"/** Luma of `colour.png`. */\nexport const LUMA = '{pixels(GREY)}';\n")
print("/** `colour.png` in other sizes, by BILINEAR. */\nexport const RESIZED = [")
for height, width in SIZES:
    made = COLOUR.resize((width, height), Image.BILINEAR)
    print(f"  {{ height: {height}, width: {width}, pixels: '{pixels(made)}' }},")
print("] as const;")
