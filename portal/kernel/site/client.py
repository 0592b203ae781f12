"""Where a request comes from, as far as our own proxies vouch for it."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from portal.kernel.settings import setting

PREFIX = {4: 24, 6: 64}


def client_address() -> str:
    """Return the client's address: the peer, or what the configured number of proxies passed on; never more.

    Each proxy adds the address it heard from at the end of X-Forwarded-For, so the client is as many places from the
    end as there are proxies. What stands before that, anybody can write.
    """
    proxies = int(setting("PROXIES"))
    if proxies < 1 or "X-Forwarded-For" not in request.headers:
        return request.remote_addr or ""
    route = list(request.access_route)
    return route[-min(proxies, len(route))].strip()


def client_network() -> str:
    """Return the network of the client, /24 or /64: what limits count. `unknown` for an address nobody can read."""
    text = client_address().strip("[]").partition("%")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{PREFIX[address.version]}", strict=False))
