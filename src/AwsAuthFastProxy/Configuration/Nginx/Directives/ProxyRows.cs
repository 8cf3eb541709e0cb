namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Directives of upstreams and of what is said to them.</summary>
internal static class ProxyRows
{
    public const string Text = """
        proxy_pass                   lx     1     =         an upstream: `endpoint`, `connectTo`; its path: `replacePrefix`, `target`
        proxy_set_header             hsl    2*    =         `setHeaders`
        proxy_hide_header            hsl    1*    =         `hideHeaders`
        proxy_pass_header            hsl    1*    =         takes a name out of `hideHeaders`
        proxy_http_version           hsl    1     ~1.0      HTTP/1.1 is spoken with upstreams
        proxy_connect_timeout        hsl    1     =         `timeouts`: `connect`
        proxy_read_timeout           hsl    1     =         `timeouts`: `upstreamFirstByte` and `body`
        proxy_send_timeout           hsl    1     =         `timeouts`: `body`
        proxy_ssl_verify             hsl    flag  =         upstream: `tls`: `verify`; on when left out
        proxy_ssl_trusted_certificate hsl   1     =         upstream: `tls`: `ca`
        proxy_ssl_name               hsl    1     =         upstream: `tls`: `serverName`
        proxy_ssl_server_name        hsl    flag  ~off      the name of the server is always sent (SNI)
        proxy_ssl_verify_depth       hsl    1     -         a chain is as long as it is
        proxy_ssl_protocols          hsl    1+    -         TLS 1.2 and 1.3, within the system's OpenSSL policy
        proxy_ssl_ciphers            hsl    1     -         ciphers are those of the system's OpenSSL policy
        proxy_ssl_conf_command       hsl    2*    -         settings of OpenSSL are the system's
        proxy_ssl_session_reuse      hsl    flag  -         connections are kept; sessions are resumed by the framework
        proxy_ssl_certificate        hsl    1     !         this proxy shows upstreams no certificate
        proxy_ssl_certificate_key    hsl    1     !         this proxy shows upstreams no certificate
        proxy_ssl_password_file      hsl    1     !         this proxy shows upstreams no certificate
        proxy_ssl_crl                hsl    1     !         revocation is not looked at: leave it out
        proxy_redirect               hsl    1-2*  !not-off|default Location is passed on as it came: write `off`, and have the upstream name the address that clients see
        proxy_buffering              hsl    flag  -         bodies stream, at the pace of the slower side
        proxy_request_buffering      hsl    flag  -         bodies stream
        proxy_buffers                hsl    2     -         bodies stream through blocks of 256 KiB
        proxy_buffer_size            hsl    1     -         an upstream's head is bounded by `limits`: `headBytes`
        proxy_busy_buffers_size      hsl    1     -         bodies stream
        proxy_temp_path              hsl    1-4   -         bodies stream and never touch the disk
        proxy_temp_file_write_size   hsl    1     -         bodies stream and never touch the disk
        proxy_max_temp_file_size     hsl    1     -         bodies stream and never touch the disk
        proxy_limit_rate             hsl    1     !         no upstream is slowed down: leave it out
        proxy_socket_keepalive       hsl    flag  -         it is on
        proxy_headers_hash_max_size  hsl    1     -         tables grow by themselves
        proxy_headers_hash_bucket_size hsl  1     -         tables grow by themselves
        proxy_ignore_client_abort    hsl    flag  ~on       a client that leaves takes its exchange with the upstream along
        proxy_ignore_headers         hsl    1+    -         no field of an upstream's answer is an order here
        proxy_intercept_errors       hsl    flag  !on       answers are passed on as they come; put pages of errors into what stands in front
        proxy_next_upstream          hsl    1+    ~         a request is tried again only where that can do nothing twice; a 503 of S3 where the JSON form says `retry`
        proxy_next_upstream_tries    hsl    1     -         a request is tried at most twice, unless the JSON form says `retry`
        proxy_next_upstream_timeout  hsl    1     -         the second try has the same bounds as the first
        proxy_pass_request_headers   hsl    flag  !off      leave fields out one by one: proxy_set_header NAME ""
        proxy_pass_request_body      hsl    flag  !off      bodies go with their requests
        proxy_set_body               hsl    1     !         bodies are passed on as they come
        proxy_method                 hsl    1     !         methods are passed on as they come
        proxy_bind                   hsl    1-2   !not-off  the system chooses the address that connections come from
        proxy_force_ranges           hsl    flag  !on       ranges are S3's to judge
        proxy_cache                  hsl    1     !not-off  nothing is cached here: put a cache in front
        proxy_store                  hsl    1     !not-off  nothing is stored here
        proxy_cookie_domain          hsl    1-2*  !not-off  Set-Cookie is passed on as it came
        proxy_cookie_path            hsl    1-2*  !not-off  Set-Cookie is passed on as it came
        proxy_cookie_flags           hsl    1+*   !not-off  Set-Cookie is passed on as it came
        upstream                     h      1{*   =         an upstream's `connectTo`
        keepalive                    u      1-2   -         connections are kept: see `limits`: `connectionsPerUpstream` and `timeouts`: `upstreamIdle`
        zone                         u      1-2   -         event loops share what they learn
        least_conn                   u      0     -         the address with the fewest connections is taken
        ip_hash                      u      0     !         addresses are chosen by load: leave it out
        hash                         u      1-2   !         addresses are chosen by load: leave it out
        random                       u      0-3   -         the address with the fewest connections is taken
        state                        u      1     !         servers stand in the file
        queue                        u      1-2   -         see `timeouts`: `queue` and `limits`: `waitersPerUpstream`
        """;
}
