import pytest

from demo.doorplate import Stage, farewell, listed


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Anna"], "Anna"),
        (["Anna", "Ben"], "Anna and Ben"),
        (["Anna", "Ben", "Clara"], "Anna, Ben and Clara"),
    ],
)
def test_names_are_said_as_people_say_them(names: list[str], said: str) -> None:
    assert listed(names) == said


@pytest.mark.parametrize(
    ("stage", "status", "said"),
    [
        (Stage.TALKING, 200, "The call is over"),
        (Stage.EARLY, 487, "The call is over"),
        (Stage.RINGING, 480, "Nobody answered"),
        (Stage.RINGING, 408, "Nobody answered"),
        (Stage.RINGING, 486, "Nobody wants to answer"),
        (Stage.RINGING, 603, "Nobody wants to answer"),
        (Stage.RINGING, 503, "503"),
    ],
)
def test_the_page_says_how_a_call_ended(stage: Stage, status: int, said: str) -> None:
    assert said in farewell(stage, status)
