"""What must not be read in a trace, an export or a console."""

import re

_SECRETS = re.compile(
    r"""
    \b( (?:response|rspauth) \s*=\s* ) (?: "(?:[^"\\\r\n]|\\.)*+"? | [^\s,;"]++ )
    | ( (?: passw(?:or)?d ["']?[ \t]*[:=] | a=(?:crypto|ice-pwd): | \bk=
      | \bAuthorization [ \t]*: [ \t]* (?:Basic|Bearer) [ \t] ) [ \t]* )
      (?: "(?:[^"\\\r\n]|\\.)*+"? | [^"\s][^\r\n]*+ )
    | \b( sips?:[^\s:@;<>"]{1,128}+: ) [^\s:@;<>"]{1,128}+ (?=@)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def mask(text: str) -> str:
    """A message or a configuration as a trace may show it, in linear time.

    Hidden are digest responses, from which a password can be guessed offline, other credentials,
    whatever is named password, to the end of its line unless quoted, the password part of a SIP
    URI, and keys in SDP.
    """
    return _SECRETS.sub(
        lambda found: f"{found[3]}***" if found[3] else f'{found[1] or found[2]}"***"', text
    )
