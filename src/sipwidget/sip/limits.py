"""Every bound on what a peer may make us hold or read, one constant with its reason each."""

MAX_MESSAGE_OCTETS = 262_144  # 25 times the largest INVITE that browsers make; else 513
MAX_HEADERS = 512  # header lines of one message; a path of proxies needs some dozens
MAX_URI_LENGTH = 2_048  # of a Request-URI; else 414 (RFC 3261 section 21.4.12)
MAX_BODY_PARTS = 16  # of a multipart body; those behind are not looked at
MAX_CALLS = 16  # calls that ring, are dialed or stand at one time; else 486
MAX_FORKS = 8  # early branches of one call whose media we remember
MAX_TRANSACTIONS = 256  # one lives for 32 seconds, so this bounds a flood to eight a second
MAX_TEXT = 1_000  # characters of a MESSAGE; what is behind them is not shown
MAX_ANSWER_AFTER = 60  # seconds that a caller can have us ring before an automatic answer
