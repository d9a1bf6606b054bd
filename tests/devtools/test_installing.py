"""What is locked is installed once, and again when it must be."""

import sys

import pytest

from devtools.common import Checkout, Trouble
from devtools.packages import RUN_LOCK, TEST_LOCK, Installer
from tests.devtools.newcomer import Recorder, posix


@posix
class TestInstalling:
    @pytest.fixture
    def recorder(self, checkout: Checkout) -> Recorder:
        return Recorder(checkout)

    @pytest.fixture
    def installer(self, checkout: Checkout, recorder: Recorder) -> Installer:
        return Installer(checkout, recorder)

    def test_the_second_start_installs_nothing(self, installer: Installer, recorder: Recorder) -> None:
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["venv", "install"]
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == []

    def test_what_the_tests_need_goes_into_the_same_place(
        self, installer: Installer, recorder: Recorder
    ) -> None:
        installer.python_packages(RUN_LOCK)
        installer.python_packages(TEST_LOCK)
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["venv", "install", "install"]

    def test_a_changed_lock_is_installed(
        self, checkout: Checkout, installer: Installer, recorder: Recorder
    ) -> None:
        installer.python_packages(RUN_LOCK)
        recorder.take()
        (checkout.root / RUN_LOCK).write_text("# something\n", encoding="utf-8")
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["install"]

    def test_an_install_that_was_cut_off_starts_over(self, installer: Installer, recorder: Recorder) -> None:
        recorder.cut_off = True
        with pytest.raises(KeyboardInterrupt):
            installer.python_packages(RUN_LOCK)
        recorder.take()
        recorder.cut_off = False
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["venv", "install"]

    def test_another_python_or_another_folder_starts_over(
        self, checkout: Checkout, installer: Installer, recorder: Recorder
    ) -> None:
        installer.python_packages(RUN_LOCK)
        recorder.take()
        (checkout.venv / "dev-made-with").write_text("Python 3.10 elsewhere", encoding="utf-8")
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["venv", "install"]

    def test_a_venv_of_somebody_elses_making_is_not_trusted(
        self, checkout: Checkout, installer: Installer, recorder: Recorder
    ) -> None:
        checkout.scripts.mkdir(parents=True)
        installer.python_packages(RUN_LOCK)
        assert recorder.take() == ["venv", "install"]

    def test_the_venv_that_runs_us_is_not_pulled_from_under_us(
        self, checkout: Checkout, installer: Installer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "prefix", str(checkout.venv))
        with pytest.raises(Trouble, match="outside of it"):
            installer.python_packages(RUN_LOCK)

    def test_the_page_is_installed_once_and_again_when_its_lock_changes(
        self, checkout: Checkout, installer: Installer, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        installer.page_packages()
        installer.page_packages()
        assert recorder.take() == ["ci"]
        (checkout.page / "package-lock.json").write_text("{ }", encoding="utf-8")
        installer.page_packages()
        assert recorder.take() == ["ci"]

    def test_what_checks_the_manifest_is_installed_beside_its_test(
        self, checkout: Checkout, installer: Installer, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        installer.manifest_check_packages()
        installer.manifest_check_packages()
        assert recorder.take() == ["ci"]
        assert (checkout.manifest_check / "node_modules" / "dev.stamp").exists()

    def test_the_stand_in_for_cosmos_db_is_installed_beside_what_starts_it(
        self, checkout: Checkout, installer: Installer, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("devtools.packages.find_npm", lambda: "npm")
        installer.page_packages()
        installer.stand_in_packages()
        installer.stand_in_packages()
        assert recorder.take() == ["ci", "ci"]
        assert (checkout.cosmos / "node_modules" / "dev.stamp").exists()
