"""Full screen and picture-in-picture, as a person asks for them, by mouse (N28)."""

from playwright.sync_api import expect

from tests.e2e.conftest import Account, MakePhone

FULL = """root => {
    const {width, height} = root.getBoundingClientRect();
    return root.ownerDocument.fullscreenElement === root
        && width === innerWidth && height === innerHeight;
}"""
OUT = "video => video.ownerDocument.pictureInPictureElement === video"


def test_a_picture_goes_to_the_full_screen_and_out_of_the_page(
    phone: MakePhone, account: Account
) -> None:
    """And comes back by the same buttons, and at the end of the call by itself."""
    alice, bob = phone(), phone()
    bob.configure(**account("bob"), enableVideo=True)
    bob.reaches(connection="registered")
    alice.configure(**account("alice"), enableVideo=True, phonebook="bob")
    alice.reaches(connection="registered")
    expect(alice.button("fullscreen")).to_have_count(0)
    alice.tap("call")
    bob.tap("accept")
    alice.reaches(state="outgoing-accepted")
    alice.shows("remote")
    video = alice.video("remote")
    for action, node, script in (("fullscreen", alice.root, FULL), ("pip", video, OUT)):
        button = alice.button(action)
        for pressed in ("true", "false", "true"):
            button.click()
            expect(button).to_have_attribute("aria-pressed", pressed)
            alice.until(lambda n=node, s=script, p=pressed: n.evaluate(s) is (p == "true"), action)
    alice.tap("hangup")
    alice.reaches(state="idle")
    alice.until(lambda: not alice.root.evaluate(FULL), "the page as before")
    assert not video.count()
