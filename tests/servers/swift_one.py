#!/usr/bin/python3
"""swift_one.py ETC: Swift's proxy, account, container and object servers in one process (green threads), from
ETC/{swift,proxy-server,account-server,container-server,object-server}.conf and the rings beside them. Needs only the package
python3-swift; a dict stands in for memcached. For tests only."""
import os
import sys
import time
import warnings

warnings.filterwarnings('ignore')


class DictCache:
    """The part of swift.common.memcached.MemcacheRing that Swift itself calls."""

    def __init__(self):
        self._values = {}

    def get(self, key, raise_on_error=False):
        value, end = self._values.get(key, (None, 0))
        if end and end < time.time():
            del self._values[key]
            return None
        return value

    # The parameter is named `time` by Swift, which calls it by name.
    def set(self, key, value, serialize=True, time=0, min_compress_len=0, raise_on_error=False, **_):
        self._values[key] = (value, now() + time if time else 0)
        return True

    def incr(self, key, delta=1, time=0):
        value = max(int(self.get(key) or 0) + delta, 0)
        self.set(key, value, time=time)
        return value

    def decr(self, key, delta=1, time=0):
        return self.incr(key, -delta, time)

    def delete(self, key, server_key=None):
        self._values.pop(key, None)

    def set_multi(self, mapping, server_key, serialize=True, time=0, min_compress_len=0, **_):
        for key, value in mapping.items():
            self.set(key, value, time=time)

    def get_multi(self, keys, server_key):
        return [self.get(key) for key in keys]


now = time.time


def cache_factory(global_conf, **local_conf):
    cache = DictCache()

    def wrap(app):
        def call(env, start_response):
            env['swift.cache'] = cache
            return app(env, start_response)
        return call
    return wrap


def main(etc):
    import resource
    import socket
    import eventlet
    import eventlet.debug
    import eventlet.wsgi
    from swift.common import utils
    # The servers read /etc/swift/swift.conf whatever swift_dir says: point them at ours before anything else is loaded.
    utils.SWIFT_CONF_FILE = os.path.join(etc, 'swift.conf')
    utils.eventlet_monkey_patch()
    utils.validate_configuration()
    from swift.common import constraints, storage_policy, wsgi
    constraints.reload_constraints()
    storage_policy.reload_storage_policies()
    try:
        from swift.common.http_protocol import SwiftHttpProtocol
    except ImportError:
        from swift.common.wsgi import SwiftHttpProtocol
    if hasattr(utils, 'logging_monkey_patch'):
        utils.logging_monkey_patch()
    eventlet.debug.hub_exceptions(False)
    eventlet.wsgi.MAX_HEADER_LINE = constraints.MAX_HEADER_SIZE
    utils.disable_fallocate()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    threads = []
    for name in ('account', 'container', 'object', 'proxy'):
        path = os.path.join(etc, name + '-server.conf')
        conf = wsgi.appconfig(path, name=name + '-server')
        utils.get_logger(conf, name + '-server', log_to_console=True, log_route='wsgi')
        app = wsgi.loadapp(path, global_conf={'log_name': name + '-server'})
        listener = eventlet.listen((conf['bind_ip'], int(conf['bind_port'])), backlog=1024)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threads.append(eventlet.spawn(eventlet.wsgi.server, listener, app, utils.NullLogger(), custom_pool=eventlet.GreenPool(1024),
                                      protocol=SwiftHttpProtocol, socket_timeout=60, capitalize_response_headers=False))
    for thread in threads:
        thread.wait()


if __name__ == '__main__':
    main(os.path.abspath(sys.argv[1]))
