"""The one door to the network: bounded in time and size, cancelled at every moment, each exchange on record.

    door.py          Door: sends a request, or stands behind Authlib's session
    answer.py        Answer: what came back, as a value
    adapter.py       between requests and the socket: connections of urllib3 that obey the bounds
    bounds.py        the deadline and the cancellation of one exchange
    certificates.py  whom this computer trusts, and who the client is (mutual TLS)
    system_proxy.py  the proxy that the system names
    reasons.py       from a library's exception to a code of resources/network-failures.json

Importing this package loads no library; sending something does.
"""

from jotlens.oauth.http.answer import Answer
from jotlens.oauth.http.certificates import Certificates, certificates_in_use
from jotlens.oauth.http.door import Door, Way

__all__ = ["Answer", "Certificates", "Door", "Way", "certificates_in_use"]
