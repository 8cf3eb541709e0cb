using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Origins;

/// <summary>
/// The upstream of every candidate: nginx serving files, plain and over TLS. It keeps connections, logs nothing, and answers each
/// path below <c>/bench</c> too, where this proxy's bucket lies.
/// </summary>
/// <param name="PlainPort">HTTP.</param>
/// <param name="TlsPort">HTTPS.</param>
internal sealed record Origin(int PlainPort, int TlsPort)
{
    /// <summary>Answers with the Authorization it got, below <c>/plain</c> and <c>/tls</c>.</summary>
    public const string EchoName = "authorization";

    public static Origin Start(Workspace workspace)
    {
        int plain = Ports.Free();
        int tls = Ports.Free();
        string temporary = Directory.CreateDirectory(workspace.PathOf("origin")).FullName;
        string objects = workspace.PathOf("objects");
        // A PUT is answered once its body is there, which is kept in memory and goes nowhere: a mirror to nowhere makes nginx read it,
        // then its static handler refuses the method, and the refusal is turned into 204.
        string locations = $$"""
            location ~ ^(/bench)?/(plain|tls)/{{EchoName}}$ { return 200 "$http_authorization"; }
            location /plain/ { }
            location /tls/ { }
            location /put/ { mirror /nowhere; mirror_request_body on; error_page 405 =204 @taken; }
            location = /nowhere { internal; return 204; }
            location @taken { return 204; }
            location /bench/ { alias {{objects}}/; }
            location /bench/put/ { alias {{objects}}/put/; mirror /nowhere; mirror_request_body on; error_page 405 =204 @taken; }
        """;
        // tcp_nopush: head and body of a small object in one segment, as S3 sends them. In two, each answer costs every candidate an
        // acknowledgement of its own: six segments for each request instead of four.
        string file = workspace.Write("origin.conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{temporary}}/pid;
            error_log stderr error;
            worker_rlimit_nofile 65536;
            events { worker_connections 16384; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              tcp_nodelay on;
              keepalive_timeout 1h;
              keepalive_requests 1000000000;
              open_file_cache max=100 inactive=1h;
              client_max_body_size 0;
              client_body_buffer_size 2m;
              client_body_temp_path {{temporary}}/body;
              proxy_temp_path {{temporary}}/proxy;
              fastcgi_temp_path {{temporary}}/fastcgi;
              scgi_temp_path {{temporary}}/scgi;
              uwsgi_temp_path {{temporary}}/uwsgi;
              default_type application/octet-stream;
              root {{objects}};
              server {
                listen 127.0.0.1:{{plain}} backlog=4096;
                {{locations}}
              }
              server {
                listen 127.0.0.1:{{tls}} ssl backlog=4096;
                ssl_certificate {{workspace.PathOf("origin.pem")}};
                ssl_certificate_key {{workspace.PathOf("origin.key")}};
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_session_cache shared:tls:4m;
                {{locations}}
              }
            }
            """);
        Child child = Child.Start(workspace.Cores.Origin, "nginx", ["-c", file, "-p", temporary]);
        Ports.WaitFor(plain, child);
        return new Origin(plain, tls);
    }
}
