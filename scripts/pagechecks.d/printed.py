"""The text of a print of Chromium's, page by page: as much of PDF as Chromium writes."""
from __future__ import annotations

import re
import zlib
from pathlib import Path

TOKEN = re.compile(
    rb"/ActualText <(?P<actual>[0-9A-Fa-f]*)>|(?P<end>\bEMC\b)|(?P<begin>\bB[DM]C\b)"
    rb"|/(?P<font>F\d+) [-\d.]+ Tf|<(?P<codes>[0-9A-Fa-f]*)>")


class PrintedPages:
    """What stands on each page, without blanks, letters in the order in which they were drawn."""

    def __init__(self, path: Path) -> None:
        self.objects = {
            int(found[1]): found[2] for found in
            re.finditer(rb"(?s)(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", path.read_bytes())}
        self.letters: dict[int, dict[int, str]] = {}
        root = next(text for text in self.objects.values() if b"/Type /Catalog" in text)
        self.pages = list(self.leaves(self.reference(root, b"Pages")))

    def reference(self, text: bytes, key: bytes) -> int:
        return int(re.search(rb"/%s (\d+) 0 R" % key, text)[1])

    def leaves(self, number: int):
        text = self.objects[number]
        kids = re.search(rb"(?s)/Kids \[(.*?)\]", text)
        if not kids:
            yield number
            return
        for kid in re.findall(rb"(\d+) 0 R", kids[1]):
            yield from self.leaves(int(kid))

    def stream(self, number: int) -> bytes:
        text = self.objects[number]
        data = text[re.search(rb"stream\r?\n", text).end():text.rindex(b"endstream")]
        return zlib.decompress(data) if b"/FlateDecode" in text else data

    def font(self, number: int) -> dict[int, str]:
        """The letter of each code."""
        if number in self.letters:
            return self.letters[number]
        letters: dict[int, str] = {}
        described = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[number])
        table = self.stream(int(described[1])) if described else b""

        def text(digits: bytes) -> str:
            return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")

        for block in re.findall(rb"(?s)beginbfchar(.*?)endbfchar", table):
            for code, letter in re.findall(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>", block):
                letters[int(code, 16)] = text(letter)
        for block in re.findall(rb"(?s)beginbfrange(.*?)endbfrange", table):
            for first, last, letter in re.findall(
                    rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>", block):
                start = text(letter)
                for step in range(int(last, 16) - int(first, 16) + 1):
                    letters[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
        self.letters[number] = letters
        return letters

    def text(self, number: int) -> str:
        """The text of a page by its place, from 0."""
        page = self.objects[self.pages[number]]
        fonts = {name: int(font) for name, font in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
        drawn: list[str] = []
        letters: dict[int, str] = {}
        width = 2
        # Whether what is drawn has its text stated beside it, by how deep it is marked.
        marks: list[bool] = []
        stated = None
        for token in TOKEN.finditer(self.stream(self.reference(page, b"Contents"))):
            if token["actual"] is not None:
                stated = bytes.fromhex(token["actual"].decode()).decode("utf-16-be", "replace")
                drawn.append(stated.lstrip("\ufeff"))
            elif token["begin"]:
                marks.append(stated is not None)
                stated = None
            elif token["end"]:
                if marks:
                    marks.pop()
            elif token["font"]:
                font = fonts[token["font"]]
                letters = self.font(font)
                width = 4 if b"/Type0" in self.objects[font] else 2
            elif any(marks) or not letters:
                continue
            elif token["codes"] is not None:
                codes = token["codes"]
                drawn += [letters.get(int(codes[place:place + width], 16), "")
                          for place in range(0, len(codes), width)]
        return "".join("".join(drawn).split())

    def texts(self) -> list[str]:
        return [self.text(number) for number in range(len(self.pages))]
