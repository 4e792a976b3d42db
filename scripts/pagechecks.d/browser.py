"""One browser for many pages, spoken to through a pipe by the DevTools protocol."""
from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import tempfile
import time
from pathlib import Path

WIDTH = 1100
HEIGHT = 2400
# A picture is not taken of more at once: graphics cannot hold it.
TALLEST = 16_000
SECONDS = 240
# Pixels between the margins of a sheet.
SHEET = 695


class Browser:
    """Chromium without a window and with a profile of its own."""

    def __init__(self) -> None:
        self.profile = tempfile.TemporaryDirectory()
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        # The browser reads its commands from descriptor 3 and answers on 4; both may be taken by the other
        # pipe, so each is put out of the way first.
        moves = f'exec 200<&{commands} 201>&{answers}; exec "$@" 3<&200 4>&201 200<&- 201>&-'
        self.process = subprocess.Popen(
            ["bash", "-c", moves, "bash", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--no-first-run", "--disable-extensions", "--allow-file-access-from-files",
             f"--user-data-dir={self.profile.name}/profile", "about:blank"],
            pass_fds=(commands, answers), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.rest = b""
        self.number = 0
        self.events: list[dict] = []

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        try:
            self.profile.cleanup()
        except OSError:
            # A child of the browser may still be writing into it.
            time.sleep(1)
            self.profile.cleanup()

    def message(self, until: float) -> dict:
        while b"\0" not in self.rest:
            if not select.select([self.answers], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self.answers, 1 << 20)
            if not piece:
                raise ConnectionError("the browser is gone")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method: str, session: str | None = None, **parameters) -> dict:
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        until = time.monotonic() + SECONDS
        while True:
            message = self.message(until)
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.events.append(message)

    def open(self, page: Path, width: int = WIDTH, dark: bool = False) -> Tab:
        return Tab(self, page, width, dark)


class Tab:
    """A page that is open in the browser; what it said and asked for while it was loaded."""

    def __init__(self, browser: Browser, page: Path, width: int, dark: bool) -> None:
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target,
                                    flatten=True)["sessionId"]
        browser.events.clear()
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.size(width, HEIGHT)
        self.call("Page.navigate", url=page.as_uri())
        until = time.monotonic() + SECONDS
        while not self.seen("Page.loadEventFired"):
            browser.events.append(browser.message(until))
        # Fonts are there, and what was loaded is drawn.
        self.value("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => 0)")

    def call(self, method: str, **parameters) -> dict:
        return self.browser.call(method, self.session, **parameters)

    def seen(self, name: str) -> list[dict]:
        return [event["params"] for event in self.browser.events
                if event.get("method") == name and event.get("sessionId") == self.session]

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def value(self, expression: str):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    @property
    def console(self) -> list[str]:
        """What the page said: by its scripts, by errors, by what its policy did not let it do."""
        return ([event["entry"]["text"] for event in self.seen("Log.entryAdded")]
                + [str(event["args"]) for event in self.seen("Runtime.consoleAPICalled")]
                + [event["exceptionDetails"]["text"] for event in self.seen("Runtime.exceptionThrown")])

    @property
    def asked(self) -> list[str]:
        """The addresses it asked for outside itself."""
        addresses = [event["request"]["url"] for event in self.seen("Network.requestWillBeSent")]
        return sorted({address for address in addresses if not address.startswith(("file:", "data:"))})

    def overhang(self, width: int) -> int:
        """By how much it is wider than a window of so many pixels, so that it has to be pushed aside."""
        self.size(width, 600)
        return self.value("document.documentElement.scrollWidth-document.documentElement.clientWidth")

    def broken_codes(self) -> list[str]:
        """Codes of digits that a sheet of A4 sets on several lines."""
        self.call("Emulation.setEmulatedMedia", media="print")
        self.size(SHEET, 1000)
        return self.value("""[...document.querySelectorAll('td, th, td a, th a')]
            .flatMap(cell => [...cell.childNodes])
            .filter(part => part.nodeType == 3 && /^\\d{9,20}$/.test(part.textContent.trim()))
            .filter(part => {
              const range = document.createRange(); range.selectNodeContents(part);
              return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1
            }).map(part => part.textContent)""")

    def picture(self, path: Path) -> list[Path]:
        """The whole page; of a page that is too long its beginning and, in a second picture, its end."""
        height = self.value("document.documentElement.scrollHeight")
        pictures = [(path, 0)]
        if height > TALLEST:
            pictures.append((path.with_name(f"{path.stem}-end{path.suffix}"), height - HEIGHT))
        width = self.value("document.documentElement.clientWidth")
        for name, top in pictures:
            # What lies outside the window is drawn for the picture.
            clip = {"x": 0, "y": top, "width": width, "scale": 1,
                    "height": min(height - top, TALLEST)}
            data = self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
            name.write_bytes(base64.b64decode(data))
        return [name for name, _ in pictures]

    def print(self, path: Path) -> None:
        stream = self.call("Page.printToPDF", preferCSSPageSize=True, transferMode="ReturnAsStream",
                           printBackground=False)["stream"]
        with path.open("wb") as file:
            while True:
                piece = self.call("IO.read", handle=stream, size=1 << 22)
                data = piece["data"]
                file.write(base64.b64decode(data) if piece.get("base64Encoded") else data.encode())
                if piece["eof"]:
                    break
        self.call("IO.close", handle=stream)

    def close(self) -> None:
        self.browser.call("Target.closeTarget", targetId=self.target)
