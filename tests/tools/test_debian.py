from pathlib import Path

from tools import debian


def test_a_program_or_a_file_shows_that_a_package_is_there(tmp_path: Path) -> None:
    modules = tmp_path / "usr/lib/x86_64-linux-gnu/kamailio/modules"
    modules.mkdir(parents=True)
    (modules / "websocket.so").touch()
    packages = {
        "dash": "sh",
        "kamailio-websocket-modules": "usr/lib/*/kamailio/modules/websocket.so",
        "kamailio-tls-modules": "usr/lib/*/kamailio/modules/tls.so",
        "no-such-package": "a-program-that-nobody-has",
    }
    lacking = debian.missing(packages, root=tmp_path)
    assert lacking == ["kamailio-tls-modules", "no-such-package"]


def test_the_advice_is_a_line_to_paste() -> None:
    assert debian.advice(["chromium", "openssl"]) == (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends chromium openssl"
    )


def test_no_service_starts_while_apt_works(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    with debian.no_service_starts(policy):
        assert policy.read_text().endswith("exit 101\n")
        assert policy.stat().st_mode & 0o111
    assert not policy.exists()


def test_a_policy_of_the_machine_stays(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs")
    with debian.no_service_starts(policy):
        assert policy.read_text() == "theirs"
    assert policy.read_text() == "theirs"
