"""What must not be read in a trace, an export or a console."""

import re

# One character of a set comes first: to such a place the search runs without trying each branch.
_SECRETS = re.compile(
    r"""
    (?-i: [rRpPaAkKsS] )
    (?:
      (?<=\br) ( (?:esponse|spauth) \s*=\s* ) (?: "(?:[^"\\\r\n]|\\.)*+"? | [^\s,;"]++ )
    | ( (?: (?<=p) assw(?:or)?d ["']?[ \t]*[:=] | (?<=a) =(?:crypto|ice-pwd): | (?<=\bk) =
      | (?<=\ba) uthorization [ \t]*:[ \t]* (?:Basic|Bearer) [ \t] ) [ \t]* )
      (?: "(?:[^"\\\r\n]|\\.)*+"? | [^"\s][^\r\n]*+ )
    | (?<=\bs) ( ips?:[^\s:@;<>"]{1,128}+: ) [^\s:@;<>"]{1,128}+ (?=@)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def mask(text: str) -> str:
    """A message or a configuration as a trace may show it, in linear time.

    Hidden are digest responses, from which a password can be guessed offline, other credentials,
    whatever is named password, to the end of its line unless quoted, the password part of a SIP
    URI, and keys in SDP.
    """
    return _SECRETS.sub(_hide, text)


def _hide(found: re.Match[str]) -> str:
    start = found[0][0]
    return f"{start}{found[3]}***" if found[3] else f'{start}{found[1] or found[2]}"***"'
