namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Directives of the process, of servers and of clients' connections.</summary>
internal static class CoreRows
{
    public const string Text = """
        aws_access_key               hsl    1     =         `credentials`: `accessKey`
        aws_key_scope                hsl    1     =         `credentials`: `keyScope`; its region and service are the upstream's
        aws_signing_key              hsl    1     =         `credentials`: `signingKey`
        aws_s3_bucket                hsl    1     =         upstream: `bucket`
        aws_endpoint                 hsl    1*    =         upstream: `endpoint`, with the scheme of `proxy_pass`; `s3.amazonaws.com` when left out; inherits
        aws_sign                     hsl    0*    =         upstream: `credentials`; inherits
        http                         m      0{    =         the whole
        events                       m      0{    -         event loops look after themselves; `limits` bound connections
        server                       hu     0-99{*  =      one of `servers`
        location                     sl     1-2{* =         a route: `path`, `exactPath` or `pathRegex`
        listen                       s      1+*   =         one of `listen`
        server_name                  s      1+*   =         `hosts`
        include                      mehuslx 1*   =         the files' directives, in the order of their names
        user                         m      1-2   -         the user who starts the process runs it: a systemd unit, for instance
        worker_processes             m      1     -         there is one process; its event loops are set by run --workers N
        worker_cpu_affinity          m      1+    -         event loops are threads of one process
        worker_priority              m      1     -         priorities are the service manager's: Nice= of a systemd unit
        worker_rlimit_nofile         m      1     -         the soft limit of descriptors is raised to the hard one
        worker_rlimit_core           m      1     -         limits are the service manager's
        worker_shutdown_timeout      m      1     =         `timeouts`: `drain`
        working_directory            m      1     -         file names are relative to the configuration file
        pid                          m      1     -         the service manager knows the process
        daemon                       m      flag  -         it stays in the foreground, as service managers want it
        master_process               m      flag  -         there is one process
        load_module                  m      1*    -         signing is built in; what another module understands is an error where it stands
        env                          m      1*    -         nothing here draws on the environment
        error_log                    mhsl   1+*   -         events go to standard error, one line each
        debug_points                 m      1     -         it is for those who debug nginx
        timer_resolution             m      1     -         it is about the insides of nginx
        pcre_jit                     m      flag  -         patterns are compiled into machine code, and take linear time
        lock_file                    m      1     -         it is about the insides of nginx
        ssl_engine                   m      1     -         TLS is by the system's OpenSSL
        thread_pool                  m      1-3*  -         it is for reading files
        google_perftools_profiles    m      1     -         it is about the insides of nginx
        worker_connections           e      1     -         see `limits`: `clientConnections`
        worker_aio_requests          e      1     -         it is about the insides of nginx
        use                          e      1     -         epoll is used
        multi_accept                 e      flag  -         what has arrived is accepted at once
        accept_mutex                 e      flag  -         each event loop has a socket of its own
        accept_mutex_delay           e      1     -         each event loop has a socket of its own
        debug_connection             e      1*    -         it is for those who debug nginx
        allow                        hslx   1*    =         `allow`; the smallest block decides here, so what is shadowed is left out
        deny                         hslx   1*    =         `deny`
        satisfy                      hsl    1     =         `satisfy`
        auth_basic                   hslx   1     =         `basicAuth`: `realm`
        auth_basic_user_file         hslx   1     =         `basicAuth`: `file`; bcrypt only
        auth_delay                   hsl    1     -         tries of passwords are limited for each address
        limit_except                 l      1+{*  =         `limitExcept`
        internal                     l      0     !         there are no internal requests
        error_page                   hsl    2+*   !         answers are passed on as they come; put pages of errors into what stands in front
        root                         hsl    1     -         no files are served
        alias                        l      1     !         no files are served: put them into a bucket
        index                        hsl    1+*   -         no files are served, and S3 has no index
        try_files                    sl     2+    !         no files are served; locations and rewrites alone decide where a request goes
        autoindex                    hsl    flag  -         no files are served
        default_type                 hsl    1     =         `type` of a `return` with a text; types of objects are their own
        types                        hsl    0{*   -         types are the objects' own; a text that `location = /x.txt` returns has its type by them
        types_hash_max_size          hsl    1     -         types are the objects' own
        types_hash_bucket_size       hsl    1     -         types are the objects' own
        access_log                   hslx   1+*   =         `accessLog`
        log_format                   h      2+*   =         `accessLog`: `format`
        open_log_file_cache          hsl    1-4   -         a log file is opened once, and again on SIGUSR1
        log_not_found                hsl    flag  -         no files are served
        log_subrequest               hsl    flag  -         there are no subrequests
        client_max_body_size         hsl    1     =         `limits`: `bodyBytes`
        client_body_buffer_size      hsl    1     -         bodies stream
        client_body_temp_path        hsl    1-4   -         bodies stream and never touch the disk
        client_body_in_file_only     hsl    1     -         bodies stream and never touch the disk
        client_body_in_single_buffer hsl    flag  -         bodies stream
        client_body_timeout          hsl    1     =         `timeouts`: `body`
        client_header_timeout        hs     1     =         `timeouts`: `clientHeader`
        client_header_buffer_size    hs     1     -         heads lie in one buffer that grows to `limits`: `headBytes`
        large_client_header_buffers  hs     2     =         `limits`: `headBytes` (all buffers) and `targetBytes` (one)
        keepalive_timeout            hslu   1-2   =         `timeouts`: `clientIdle`; in an upstream it means nothing (`timeouts`: `upstreamIdle`)
        keepalive_requests           hslu   1     =         `limits`: `requestsPerConnection`; in an upstream it means nothing
        keepalive_time               hslu   1     -         connections are kept as long as they are used
        keepalive_disable            hsl    1+    -         it is about browsers long gone
        send_timeout                 hsl    1     =         `timeouts`: `body`
        lingering_close              hsl    1     -         a refused client is heard out for `timeouts`: `linger`
        lingering_time               hsl    1     -         a refused client is heard out for `timeouts`: `linger`
        lingering_timeout            hsl    1     =         `timeouts`: `linger`
        reset_timedout_connection    hsl    flag  -         connections that hang are closed
        tcp_nodelay                  hsl    flag  -         it is on
        tcp_nopush                   hsl    flag  -         head and body go out in one call
        postpone_output              hsl    1     -         bodies are passed on as they come
        sendfile                     hsl    flag  -         no files are served
        sendfile_max_chunk           hsl    1     -         no files are served
        aio                          hsl    1     -         no files are served
        aio_write                    hsl    flag  -         no files are served
        directio                     hsl    1     -         no files are served
        directio_alignment           hsl    1     -         no files are served
        output_buffers               hsl    2     -         no files are served
        read_ahead                   hsl    1     -         no files are served
        open_file_cache              hsl    1-2   -         no files are served
        open_file_cache_valid        hsl    1     -         no files are served
        open_file_cache_min_uses     hsl    1     -         no files are served
        open_file_cache_errors       hsl    flag  -         no files are served
        disable_symlinks             hsl    1-2   -         no files are served
        if_modified_since            hsl    1     -         conditions are S3's to judge
        etag                         hsl    flag  -         entity tags are S3's
        max_ranges                   hsl    1     -         ranges are S3's to judge
        server_tokens                hsl    1     -         this proxy does not name itself; Server is the upstream's
        server_names_hash_max_size   h      1     -         tables grow by themselves
        server_names_hash_bucket_size h     1     -         tables grow by themselves
        variables_hash_max_size      h      1     -         tables grow by themselves
        variables_hash_bucket_size   h      1     -         tables grow by themselves
        map_hash_max_size            h      1     -         tables grow by themselves
        map_hash_bucket_size         h      1     -         tables grow by themselves
        connection_pool_size         hs     1     -         it is about the insides of nginx
        request_pool_size            hs     1     -         it is about the insides of nginx
        subrequest_output_buffer_size hsl   1     -         there are no subrequests
        ignore_invalid_headers       hs     flag  ~off      invalid header fields are refused with 400 here, whatever this says
        underscores_in_headers       hs     flag  ~on       header fields with underscores are passed on, but for those that some servers read as fields with meaning: they are refused
        merge_slashes                hs     flag  =         nothing: slashes are never merged, which the report says where nginx would
        resolver                     hslu   1+    -         names are looked up by the system's resolver, anew every 30 s
        resolver_timeout             hslu   1     -         names are looked up by the system's resolver
        chunked_transfer_encoding    hsl    flag  ~off      a body without a length is sent chunked to clients that speak HTTP/1.1, whatever this says
        server_name_in_redirect      hsl    flag  ~on       a redirect to a path names no host: the client keeps the one it has
        port_in_redirect             hsl    flag  -         a redirect to a path names no port: the client keeps the one it has
        absolute_redirect            hsl    flag  ~on       a redirect to a path is sent as that path, as with "off"
        recursive_error_pages        hsl    flag  -         there are no error pages
        msie_padding                 hsl    flag  -         it is about browsers long gone
        msie_refresh                 hsl    flag  -         it is about browsers long gone
        limit_rate                   hsl    1     !         no client is slowed down: leave it out
        limit_rate_after             hsl    1     !         no client is slowed down: leave it out
        set_real_ip_from             hsl    1*    =         `trustedProxies`, the same for all servers, or `trusted` of a listener with `proxyProtocol`
        real_ip_header               hsl    1     =         X-Forwarded-For: `trustedProxies`; proxy_protocol: `proxyProtocol`; others, and none, are an error with set_real_ip_from
        real_ip_recursive            hsl    flag  =         `trustedProxies` are read as with "on"; the report says where it is off, or left out
        """;
}
