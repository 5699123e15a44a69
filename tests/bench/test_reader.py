import os
import subprocess
import sys

from bench import corpus, reader


def test_what_is_read_is_one_number() -> None:
    text = corpus.written(
        "OPTIONS sip:us@here.invalid SIP/2.0\nVia: SIP/2.0/WS a.invalid;branch=12345\n"
        "Max-Forwards: 70\nFrom: <sip:abc@b.invalid>;tag=1\nTo: <sip:us@here.invalid>\n"
        "Call-ID: 1234567\nCSeq: 1000 OPTIONS\nContact: <sip:them@a.invalid>\n"
        "Content-Type: text/plain\n\nHello",
        0,
    )
    branch, hops, users, call, number, contact, kind, body = 5, 70, 5, 7, 1000, 4, 10, 5
    expected = branch + hops + users + call + number + contact + kind + body
    assert reader.read_all([text, text]) == 2 * expected


def test_outside_a_page_it_says_what_a_message_takes() -> None:
    command = [sys.executable, "-m", "bench.reader", "1", "3"]
    environment = {**os.environ, "PYTHONPATH": "src"}
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    ).stdout
    assert len([float(line) for line in told.split()]) == 3
