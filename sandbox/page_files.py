"""The page's files: its own, and the few of npm packages it needs, nothing else."""

from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"
PACKAGES = PAGE / "node_modules"
LIBRARIES = {
    "adaptivecards.js": PACKAGES / "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it.js": PACKAGES / "markdown-it/dist/browser/markdown-it.esm.min.mjs",
}

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
"""The browser holds to it that nothing leaves this machine; the card library sets styles inline."""


def page_routes() -> list[web.RouteDef]:
    return [
        web.get("/", _index),
        web.get("/page/{name}", _own_file),
        web.get("/page/lib/{name}", _library),
    ]


def libraries_installed() -> bool:
    return all(path.is_file() for path in LIBRARIES.values())


async def _index(_: web.Request) -> web.StreamResponse:
    return _file(PAGE / "index.html")


async def _own_file(request: web.Request) -> web.StreamResponse:
    """A file directly in the page's folder that a browser needs: a style sheet, a module, an icon."""
    path = PAGE / request.match_info["name"]
    if path.parent != PAGE or path.suffix not in (".css", ".js", ".svg") or not path.is_file():
        raise web.HTTPNotFound
    return _file(path)


async def _library(request: web.Request) -> web.StreamResponse:
    path = LIBRARIES.get(request.match_info["name"])
    if path is None or not path.is_file():
        raise web.HTTPNotFound
    return _file(path)


def _file(path: Path) -> web.StreamResponse:
    # Edited files show on the next reload, and a second start never serves what the first one left behind.
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY}
    if path.suffix == ".mjs":
        headers["Content-Type"] = "text/javascript"
    return web.FileResponse(path, headers=headers)
