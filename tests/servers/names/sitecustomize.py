"""Read by every Python that finds this folder on PYTHONPATH: names under .test are loopback, as by curl's --resolve."""
import socket

_getaddrinfo = socket.getaddrinfo


def _loopback(host, *args, **kwargs):
    if isinstance(host, bytes):
        host = host.decode('ascii')
    return _getaddrinfo('127.0.0.1' if host and host.endswith('.test') else host, *args, **kwargs)


socket.getaddrinfo = _loopback
