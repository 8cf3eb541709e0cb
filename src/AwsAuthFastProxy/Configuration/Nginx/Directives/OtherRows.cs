namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Directives of what this proxy does not do.</summary>
internal static class OtherRows
{
    public const string Text = """
        stream                       m      0{    !         only HTTP is spoken: leave TCP and UDP with nginx, or HAProxy
        mail                         m      0{    !         only HTTP is spoken: leave mail with nginx
        gzip                         hsl    flag  ~on       bodies are passed on as they come, never compressed
        gzip_vary                    hsl    flag  -         nothing is compressed
        gzip_proxied                 hsl    1+    -         nothing is compressed
        gzip_comp_level              hsl    1     -         nothing is compressed
        gzip_buffers                 hsl    2     -         nothing is compressed
        gzip_http_version            hsl    1     -         nothing is compressed
        gzip_min_length              hsl    1     -         nothing is compressed
        gzip_types                   hsl    1+    -         nothing is compressed
        gzip_disable                 hsl    1+    -         nothing is compressed
        gzip_static                  hsl    1     -         no files are served
        gunzip                       hsl    flag  ~on       bodies are passed on as they come, never unpacked
        gunzip_buffers               hsl    2     -         nothing is unpacked
        charset                      hsl    1     !not-off  types are the objects' own: set Content-Type where objects are written
        charset_types                hsl    1+    -         types are the objects' own
        source_charset               hsl    1     -         types are the objects' own
        override_charset             hsl    flag  -         types are the objects' own
        ssi                          hsl    flag  !on       bodies are passed on as they come
        sub_filter                   hsl    2*    !         bodies are passed on as they come
        sub_filter_once              hsl    flag  -         bodies are passed on as they come
        sub_filter_types             hsl    1+    -         bodies are passed on as they come
        sub_filter_last_modified     hsl    flag  -         bodies are passed on as they come
        addition_types               hsl    1+    -         bodies are passed on as they come
        add_before_body              hsl    1     !         bodies are passed on as they come
        add_after_body               hsl    1     !         bodies are passed on as they come
        slice                        hsl    1     !not-0    objects are fetched whole, or by the ranges that the client asks for
        image_filter                 l      1+    !not-off  bodies are passed on as they come
        xslt_stylesheet              l      1+*   !         bodies are passed on as they come
        mp4                          l      0     !         files are passed on as they are
        flv                          l      0     !         files are passed on as they are
        secure_link                  hsl    1     !         whoever may use a route is known by address or auth_basic; or hand out presigned URLs: "answer": "presign" of the JSON form
        secure_link_md5              hsl    1     !         see secure_link
        secure_link_secret           l      1     !         see secure_link
        valid_referers               sl     1+    !         a Referer says nothing that can be trusted
        auth_request                 hsl    1     !not-off  whoever may use a route is known by address or auth_basic
        auth_request_set             hsl    2*    !         whoever may use a route is known by address or auth_basic
        limit_req_zone               h      3+*   !         import the file and write `rateLimit` in the JSON form
        limit_req                    hsl    1-3*  !         import the file and write `rateLimit` in the JSON form
        limit_req_status             hsl    1     -         what is too much is answered 429
        limit_req_log_level          hsl    1     -         refusals are counted, not logged
        limit_req_dry_run            hsl    flag  -         refusals are counted
        limit_conn_zone              h      2*    !         import the file and write `limits`: `connectionsPerClient` in the JSON form
        limit_conn                   hsl    2*    !         import the file and write `limits`: `connectionsPerClient` in the JSON form
        limit_conn_status            hsl    1     -         what is too much is answered 429
        limit_conn_log_level         hsl    1     -         refusals are counted, not logged
        mirror                       hsl    1*    !not-off  a request goes to one upstream
        dav_methods                  hsl    1+    !not-off  no files are written: proxy_pass to a bucket, and methods in the JSON form
        stub_status                  sl     0-1   !         import the file and write `admin` in the JSON form: /metrics, /readyz
        status                       l      0     !         import the file and write `admin` in the JSON form: /metrics, /readyz
        api                          l      0-1   !         import the file and write `admin` in the JSON form: /metrics, /readyz
        empty_gif                    l      0     !         no files are served: return 204, or an object
        random_index                 l      flag  !on       no files are served
        userid                       hsl    1     !not-off  no cookies are set
        echo                         l      0+*   !         write return 200 "TEXT"
        more_set_headers             hsl    1+*   !         write add_header NAME VALUE always
        more_clear_headers           hsl    1+*   !         write proxy_hide_header NAME
        more_set_input_headers       hsl    1+*   !         write proxy_set_header NAME VALUE
        more_clear_input_headers     hsl    1+*   !         write proxy_set_header NAME ""
        aws_secret_key               hsl    1     !         this is of version 1 or of a fork: import the file and write `secretKey` into `credentials` of the JSON form
        aws_region                   hsl    1     !         this is of a fork: the region stands in aws_key_scope
        aws_service                  hsl    1     !         this is of a fork: the service stands in aws_key_scope
        aws_security_token           hsl    1     !         this is of a fork: import the file and write `sessionToken` into `credentials` of the JSON form
        chop_prefix                  hsl    1     !         this is of version 1: write rewrite ^PREFIX/(.*) /$1 break
        """;
}
