"""Reads messages as a user agent does: run as a program outside, and as text inside a page."""

import sys
import time

from sipwidget.sip import Request, Response, parse


def read(message: Request | Response) -> int:
    """What a user agent looks at, as a sum that the other parsers come to, too."""
    contact = message.contacts[0].uri.user or "" if message.contacts else ""
    words = len(message.via.branch or "") + len(message.call_id) + len(contact)
    words += len(message.headers.get("Content-Type", ""))
    users = len(message.from_.uri.user or "") + len(message.to.uri.user or "")
    return words + users + message.cseq.number + (message.max_forwards or 0) + len(message.body)


def read_all(texts: list[str]) -> int:
    """The sum over all texts."""
    return sum(read(parse(text)) for text in texts)


def main() -> None:
    """Prints milliseconds of CPU for each message, one line a round."""
    from bench import corpus

    texts = corpus.messages(int(sys.argv[1]))
    read_all(texts)
    for _ in range(int(sys.argv[2])):
        begun = time.process_time()
        read_all(texts)
        print((time.process_time() - begun) * 1000 / len(texts))


if __name__ == "__main__" and len(sys.argv) > 2:
    main()
