"""Where a request comes from: no more proxies are believed than there are."""

import pytest

from portal.kernel.site.client import client_address, client_network


def asked(app, proxies, peer="203.0.113.9", forwarded=None):
    app.config["PORTAL_PROXIES"] = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": peer}):
        return client_address(), client_network()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9"),
        (1, None, "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_taken_from_our_own_proxies_only(app, proxies, forwarded, address):
    assert asked(app, proxies, forwarded=forwarded)[0] == address


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somewhere", "unknown"),
        ("", "unknown"),
    ],
)
def test_limits_count_networks(app, peer, network):
    assert asked(app, 0, peer=peer)[1] == network


def test_a_changing_forwarded_header_does_not_make_a_new_network(app):
    assert len({asked(app, 1, forwarded=f"10.0.{n}.1, 198.51.100.1")[1] for n in range(40)}) == 1
