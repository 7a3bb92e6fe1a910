"""Small real pictures and prompts for jobs."""

import io

from PIL import Image, ImageDraw


def picture(number: int, *, size: tuple[int, int] = (360, 640)) -> bytes:
    """Draw a picture that differs from every other number's."""
    image = Image.new("RGB", size, ((number * 67) % 256, (number * 29) % 256, 120))
    draw = ImageDraw.Draw(image)
    width, height = size
    for ring in range(6):
        inset = ring * min(size) // 14
        draw.ellipse(
            (inset, inset, width - inset, height - inset), outline=(255 - ring * 30, ring * 40, 90), width=6
        )
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def job_files(prompts: list[str]) -> dict[str, bytes]:
    """Give a picture for each prompt, and the prompts as a text file."""
    files = {f"picture-{number:02d}.png": picture(number) for number in range(1, len(prompts) + 1)}
    return {**files, "prompts.txt": "\n".join(prompts).encode()}
