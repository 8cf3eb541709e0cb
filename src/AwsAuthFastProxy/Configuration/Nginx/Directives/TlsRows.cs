namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Directives of TLS with clients and of HTTP/2.</summary>
internal static class TlsRows
{
    public const string Text = """
        ssl_certificate              hs     1*    =         `certificates` of the listener
        ssl_certificate_key          hs     1*    =         `certificates` of the listener
        ssl_client_certificate       hs     1     =         `clientCa` of the listener; the same for all servers on one address
        ssl_verify_client            hs     1     =         `clientCertificate` of the listener; the same for all servers on one address
        ssl                          hs     flag  !         write "ssl" behind the address of listen
        ssl_protocols                hs     1+    -         TLS 1.2 and 1.3, within the system's OpenSSL policy
        ssl_ciphers                  hs     1     -         ciphers are those of the system's OpenSSL policy
        ssl_prefer_server_ciphers    hs     flag  -         ciphers are those of the system's OpenSSL policy
        ssl_ecdh_curve               hs     1     -         curves are those of the system's OpenSSL policy
        ssl_dhparam                  hs     1     -         parameters are those of the system's OpenSSL policy
        ssl_conf_command             hs     2*    -         settings of OpenSSL are the system's
        ssl_session_cache            hs     1-2   -         sessions are resumed by tickets
        ssl_session_timeout          hs     1     -         sessions are resumed by tickets
        ssl_session_tickets          hs     flag  -         sessions are resumed by tickets
        ssl_session_ticket_key       hs     1*    -         keys of tickets are the process's own
        ssl_stapling                 hs     flag  -         no OCSP answers are stapled
        ssl_stapling_file            hs     1     -         no OCSP answers are stapled
        ssl_stapling_responder       hs     1     -         no OCSP answers are stapled
        ssl_stapling_verify          hs     flag  -         no OCSP answers are stapled
        ssl_trusted_certificate      hs     1     -         no OCSP answers are stapled
        ssl_buffer_size              hs     1     -         records are as long as what there is to send, up to 16 KiB
        ssl_early_data               hs     flag  ~on       there is no early data
        ssl_verify_depth             hs     1     -         a client's chain is as long as it is
        ssl_crl                      hs     1     !         revocation is not looked at: leave it out, or take the authority away
        ssl_ocsp                     hs     1     !not-off  revocation is not looked at: leave it out
        ssl_password_file            hs     1     !         a private key stands in the clear, with mode 0600
        ssl_reject_handshake         hs     flag  !on       a client gets the first certificate when none fits; leave it out
        http2                        hs     flag  ~on       HTTP/2 is not spoken: clients come by HTTP/1.1
        http2_push                   hsl    1*    -         HTTP/2 is not spoken
        http2_push_preload           hsl    flag  -         HTTP/2 is not spoken
        http2_max_concurrent_streams hs     1     -         HTTP/2 is not spoken
        http2_max_concurrent_pushes  hs     1     -         HTTP/2 is not spoken
        http2_max_field_size         hs     1     -         HTTP/2 is not spoken
        http2_max_header_size        hs     1     -         HTTP/2 is not spoken
        http2_max_requests           hs     1     -         HTTP/2 is not spoken
        http2_idle_timeout           hs     1     -         HTTP/2 is not spoken
        http2_recv_timeout           hs     1     -         HTTP/2 is not spoken
        http2_recv_buffer_size       h      1     -         HTTP/2 is not spoken
        http2_body_preread_size      hs     1     -         HTTP/2 is not spoken
        http2_chunk_size             hsl    1     -         HTTP/2 is not spoken
        http3                        hs     flag  ~on       HTTP/3 is not spoken: clients come by HTTP/1.1
        """;
}
