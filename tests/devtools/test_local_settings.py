"""What the bot is told when it runs beside the sandbox, and where a browser is opened."""

import pytest

from devtools.common import Checkout
from devtools.running import bot_environment, has_desktop, local_environment
from tests.devtools.newcomer import ROOT


class TestTheBotsEnvironment:
    def test_it_has_the_sandboxs_team_and_organisers_and_no_app_registration(self) -> None:
        environment = bot_environment({"MicrosoftAppId": "somebody's", "LANG": "C"}, Checkout(ROOT), 4000)
        assert environment["RDT_TEAM_ID"] == "19:rdt-team@thread.tacv2"
        assert environment["ORGANISERS"]
        assert environment["PUBLIC_URL"] == "http://localhost:4000"
        assert environment["LANG"] == "C"
        assert environment["MicrosoftAppId"] == ""

    def test_what_is_said_on_this_machine_goes_through_no_proxy(self) -> None:
        assert local_environment({"no_proxy": "example.org"})["NO_PROXY"] == "example.org,localhost,127.0.0.1"

    @pytest.mark.parametrize(
        ("environ", "platform", "opened"),
        [
            ({"DISPLAY": ":0"}, "linux", True),
            ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
            ({}, "linux", False),
            ({"DISPLAY": ":10", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "linux", False),
            ({"DISPLAY": ":0", "CI": "true"}, "linux", False),
            ({}, "darwin", True),
            ({"SSH_TTY": "tty"}, "darwin", False),
            ({}, "win32", True),
        ],
    )
    def test_a_page_is_opened_only_where_somebody_would_see_it(
        self, environ: dict[str, str], platform: str, *, opened: bool
    ) -> None:
        assert has_desktop(environ, platform) is opened
