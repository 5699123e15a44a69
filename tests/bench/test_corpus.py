from bench import corpus
from sipwidget.sip import Request, parse


def test_each_message_is_one_that_a_phone_takes() -> None:
    kinds = [parse(text) for text in corpus.messages(1)]
    methods = {each.method for each in kinds if isinstance(each, Request)}
    statuses = {each.status for each in kinds if not isinstance(each, Request)}
    assert len(kinds) == 20
    assert methods >= {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "NOTIFY", "INFO"}
    assert statuses == {100, 180, 200, 401, 407, 486}


def test_the_texts_of_two_calls_differ() -> None:
    texts = corpus.messages(3)
    assert len(set(texts)) == len(texts) == 60


def test_a_length_counts_line_ends_of_two_characters() -> None:
    text = corpus.written("MESSAGE sip:a SIP/2.0\nCall-ID: {n}\n\nOne.\nTwo.\n", 7)
    assert text == (
        "MESSAGE sip:a SIP/2.0\r\nCall-ID: 000007\r\nContent-Length: 12\r\n\r\nOne.\r\nTwo.\r\n"
    )
