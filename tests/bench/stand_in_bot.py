"""A program in the bot's place that is no bot: it does what a benchmark must not take for an answer."""

import http.client
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlsplit

CARD = {
    "text": "What is your name?",
    "attachments": [{"content": {"actions": [{"type": "Action.Submit", "title": "Next"}]}}],
}
"""What the bot answers to somebody's first message, as far as a benchmark looks."""


class StandIn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(404)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        match sys.argv[1]:
            case "dies":
                os._exit(1)
            case "answers, and says 500":
                self._say(said, CARD)
                self._answer(500)
            case "takes its time":
                time.sleep(60)
            case "is silent":
                self._answer(200)
            case "tells a riddle":
                self._say(said, {"text": "a riddle"})
                self._answer(200)
            case "asks one question":
                self._say(said, CARD)
                self._answer(200)

    def _say(self, said: dict[str, Any], message: dict[str, Any]) -> None:
        connector = http.client.HTTPConnection(urlsplit(said["serviceUrl"]).netloc)
        connector.request(
            "POST", f"/v3/conversations/{quote(said['conversation']['id'])}/activities", json.dumps(message)
        )
        connector.getresponse().read()
        connector.close()

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), StandIn).serve_forever()
