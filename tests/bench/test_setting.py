from bench.results import BUILT, JSSIP, PLAIN, SIPJS
from bench.setting import PAGES, registered_mark, turned


def test_each_page_is_first_once_in_so_many_rounds() -> None:
    firsts = [turned(PAGES, number)[0] for number in range(4)]
    assert firsts == [BUILT, PLAIN, JSSIP, SIPJS]
    assert turned(PAGES, 5) == (PLAIN, JSSIP, SIPJS, BUILT)


def test_pages_say_in_their_own_words_that_they_are_registered() -> None:
    assert registered_mark(BUILT) == registered_mark(PLAIN) == "sipwidget:registered"
    assert registered_mark(JSSIP) == registered_mark(SIPJS) == "bench:registered"
