"""The gallery reads prompts as the API does: both readers get the same texts, in a real browser and in Python."""

import pytest
from playwright.sync_api import Page

from dailies.domain.errors import SourceRejected
from dailies.domain.options import Aspect, Options
from dailies.domain.preflight import image_warnings, prompt_warnings
from dailies.domain.prompts import parse_prompts
from dailies.domain.units import Image
from tests.web.gallery import Gallery

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_TEXTS = {
    "lines.txt": "one\n two \r\n\r\nthree\n",
    "blocks.txt": "first line\nsecond line\n\n\nanother\n",
    "marked.txt": "\ufeffa boat\n",
    "hidden.txt": "fine\nhid\u200bden\n",
    "long.txt": "x" * 2001,
    "just.txt": "🎬" * 2000,
    "empty.txt": " \n\n",
    "plain.csv": "prompt\na boat\n\na kite\n",
    "named.csv": 'image,prompt\na.png,"A ""big"" boat, slow"\n"b.png",kite\n',
    "semicolon.csv": "prompt;image;end_image\nboat;a.png|b.png;c.png\n",
    "tabs.csv": "image\tprompt\na.png\ttwo words\n",
    "break.csv": 'prompt,image\n"two\nlines",a.png\nnext,b.png\n',
    "header.csv": "picture,prompt\na.png,boat\n",
    "cells.csv": "prompt,image\nboat,a.png,more\n",
    "quotes.csv": 'prompt\n"open\n',
    "inside.csv": 'prompt\n"a"b\n',
    "after.csv": 'prompt\na"b"\n',
    "texts.json": '["boat", "a\\nkite"]',
    "objects.json": '[{"prompt": "boat", "image": "a.png"}, {"prompt": "kite", "images": ["b.png"]}]',
    "frames.json": '[{"prompt": "kite", "images": ["b.png"], "end_image": "c.png"}]',
    "none.json": '[{"prompt": "boat", "image": null}]',
    "unknown.json": '[{"prompt": "boat", "size": 3}]',
    "object.json": '{"prompt": "boat"}',
    "broken.json": '["boat"',
}

_PROMPTS = [
    "A CELEBRITY waves",
    "childhood memories",
    "a child\u2019s kite",
    "mcdonald\u2019s at night",
    "người nổi tiếng vẫy tay",
    "BẦU CỬ",
    "spider-man and batman",
    "x" * 1001,
    "quiet",
]

_READ = """
async (texts) => {
  const { parsePrompts, BadPrompts } = await import(`${location.origin}/gallery/js/new-job/prompts.js`);
  const read = (name, text) => {
    try {
      return parsePrompts(text, name).map(({ text, images }) => [text, images]);
    } catch (error) {
      if (error instanceof BadPrompts) return error.code;
      throw error;
    }
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, read(name, text)]));
}
"""

_WARN = """
async ([prompts, sizes]) => {
  const { readRules, rowWarnings } = await import(`${location.origin}/gallery/js/new-job/preflight.js`);
  const rules = readRules(await (await fetch("gallery/data/preflight.json")).json());
  const codes = (prompt, images) => rowWarnings(prompt, images, { aspect: "portrait" }, rules).map(({ code }) => code);
  return [
    prompts.map((prompt) => codes(prompt, [])),
    sizes.map(([width, height]) => codes("", [{ name: "a.png", width, height }])),
  ];
}
"""


@pytest.fixture
def page(gallery: Gallery) -> Page:
    return gallery.open("/new")


def _by_the_api(name: str, text: str) -> list[list[object]] | str:
    try:
        found = parse_prompts(text.encode(), name)
    except SourceRejected as rejected:
        return rejected.failure.code
    return [[prompt.text, list(prompt.names)] for prompt in found]


def test_given_the_same_texts_when_read_in_the_browser_and_by_the_api_then_both_find_the_same(
    page: Page,
) -> None:
    expected = {name: _by_the_api(name, text) for name, text in _TEXTS.items()}
    assert page.evaluate(_READ, _TEXTS) == expected


def test_given_the_same_prompts_and_images_when_looked_at_then_both_warn_of_the_same(page: Page) -> None:
    sizes = [(1080, 1920), (1000, 1800), (1920, 1080), (360, 640), (479, 852)]
    options = Options(aspect=Aspect.PORTRAIT)
    images = [Image(key="k", name="a.png", width=width, height=height) for width, height in sizes]
    expected = [
        [[found.code for found in prompt_warnings(prompt)] for prompt in _PROMPTS],
        [[found.code for found in image_warnings(image, options)] for image in images],
    ]
    assert page.evaluate(_WARN, [_PROMPTS, sizes]) == expected
