"""Every bound on what a peer may make us hold or read, one constant with its reason each."""

MAX_MESSAGE_OCTETS = 262_144  # 25 times the largest INVITE that browsers make; else 513
MAX_HEADERS = 512  # header lines of one message; a path of proxies needs some dozens
MAX_URI_LENGTH = 2_048  # of a Request-URI; else 414 (RFC 3261 section 21.4.12)
MAX_CALLS = 16  # calls that ring, are dialed or stand at one time; else 486
MAX_FORKS = 16  # branches of one call whose early media we keep; each may cost a media engine
MAX_DIALOGS = 64  # forks and subscriptions included, four for each call
MAX_TRANSACTIONS = 256  # one lives for 32 seconds, so this bounds a flood to eight a second
