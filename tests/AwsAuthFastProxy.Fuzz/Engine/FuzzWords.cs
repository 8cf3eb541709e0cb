using System.Text;

namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Pieces that mutation puts where bytes alone would hardly ever meet the grammar.</summary>
internal static class FuzzWords
{
    public static IReadOnlyList<byte[]> Http { get; } = Of(
        "\r\n", "\r\n\r\n", "\n", "\r", "\0", " ", "\t", ":", ": ", ",", ";", "\r\n ", "\"", "\\", "\x7f", "\x80", "\xff",
        "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "GET", "HEAD", "POST", "PUT", "OPTIONS", "CONNECT", "TRACE", "get",
        "Host: h\r\n", "Host: a, b\r\n", "Content-Length: 0\r\n", "Content-Length: 5\r\n", "Content-Length: ", "content-length:5\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: ", "transfer-encoding:chunked\r\n", "Transfer_Encoding: chunked\r\n",
        "chunked", "Chunked", "gzip, chunked", "chunked, chunked", "identity", "\x0bchunked",
        "Connection: close\r\n", "Connection: keep-alive\r\n", "Connection: upgrade\r\nUpgrade: x\r\n", "Connection: ", "Content-Length",
        "Expect: 100-continue\r\n", "TE: trailers\r\n", "Trailer: X\r\n", "Via: 1.0 x\r\n", "Max-Forwards: 0\r\n", "Set-Cookie: a=b\r\n",
        "0\r\n\r\n", "5\r\nhello\r\n", "0;x=y\r\n", "0\r\nX: y\r\n\r\n", "5;x=\"\r\n", "ffffffffffffffff\r\n", "0x5\r\n", "+5\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET /smug HTTP/1.1\r\nHost: evil\r\n\r\n", "http://h/", "https://h:443/", "*", "/../", "/%2e%2e/", "%2F", "%00",
        "%", "%zz", "//", "?", "&", "=", "+", "#", "@", "[::1]", "127.0.0.1:80",
        "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "200", "999", "099",
        "0", "1", "-1", "00", "1e1", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "Authorization: AWS4-HMAC-SHA256 Credential=x\r\n", "x-amz-copy-source: /other/key\r\n", "x-amz-date: 20260101T000000Z\r\n", "X-Amz-Signature=x",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256", "x-amz-acl: public-read\r\n", "x-amz-meta-a: b\r\n", "x-amz-content-sha256: UNSIGNED-PAYLOAD\r\n",
        "Content-Encoding: aws-chunked\r\n", "acl", "delete", "uploads", "uploadId=1", "policy", "%61cl");

    public static IReadOnlyList<byte[]> Target { get; } = Of(
        "/", "//", "/.", "/..", "?", "&", "=", "&&", "==", "+", "%", "%2", "%2B", "%2b", "%20", "%25", "%2F", "%3F", "%00", "%7E", "%7e", "~", "%zz", "%C3%A9",
        "%c3%a9", "%ff", "%E2%82", "*", "'", "(", ")", "!", "@", ",", ";", ":", "$", "\"", "<", ">", "[", "]", "{", "}", "|", "\\", "^", "`", "#", " ", "\t", "\0",
        "\x7f", "\x80", "a", "Z", "0", "-", ".", "_", "acl", "prefix=", "list-type=2", "X-Amz-Signature=", "versionId=", "response-content-type=");

    public static IReadOnlyList<byte[]> Json { get; } = Of(
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "//", "/*", "*/", "null", "true", "false", "0", "-1", "1e400", "1.5", "9223372036854775808",
        "\"\"", "\"${env:X}\"", "\"${file:/dev/zero}\"", "\"${file:}\"", "\"${\"", "\"*\"", "\"10s\"", "\"5GiB\"", "\"-1s\"", "\"1d\"", "\"/\"", "\"..\"", "\"{path}\"", "\"{host}\"",
        "\"listen\":", "\"routes\":", "\"upstreams\":", "\"credentials\":", "\"timeouts\":", "\"limits\":", "\"admin\":", "\"address\":", "\"endpoint\":", "\"methods\":",
        "\"operations\":", "\"127.0.0.1:0\"", "\"[::]:0\"", "\"https://s3.example\"", "\n", "\t", "\xef\xbb\xbf", "\xff");

    public static IReadOnlyList<byte[]> Nginx { get; } = Of(
        "{", "}", ";", "\"", "'", "\\", "#", "$", "${", "${uri}", "$1", " ", "\n", "\t", "\xff", "\xef\xbb\xbf", "http {", "server {", "location ", "location / {", "location ~ ",
        "location = ", "location ^~ ", "@named", "include ", "include conf.d/*.conf;", "include *;", "include /dev/zero;", "events {}", "upstream u { server a; }", "listen 80;", "listen [::]:80 ssl;",
        "server_name a *.b c.*;", "proxy_pass http://h;", "proxy_pass http://u/$1;", "aws_sign;", "aws_s3_bucket b;", "aws_endpoint e;", "set $x y;", "return 200;", "return 301 /;",
        "rewrite ^/(.*) /$1 break;", "allow all;", "deny 10.0.0.0/8;", "limit_except GET {", "satisfy any;", "access_log off;", "log_format f '$uri';", "add_header A b;", "1y2M3w4d5h6m7s8ms", "10m", "0",
        "99999999999999999999", "x_by_lua_block {", "on", "off");

    private static byte[][] Of(params string[] words) => [.. words.Select(Encoding.Latin1.GetBytes)];
}
