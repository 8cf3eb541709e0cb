using System.Globalization;
using System.Net;
using AwsAuthFastProxy.RealServer.Tests.Clients;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>nginx in front of a server: ends TLS and passes the bytes on as they are, so that no byte of a request is nginx's.</summary>
internal sealed class TlsTerminator : IDisposable
{
    private readonly string _pidFile;

    /// <param name="folder">Holds <c>server.pem</c> and <c>server.key</c>; gets nginx's own files.</param>
    /// <param name="server">Where the bytes go.</param>
    public TlsTerminator(string folder, Uri server)
    {
        Port = FreePort.Find();
        _pidFile = Path.Combine(folder, "nginx.pid");
        string config = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(config, $$"""
            load_module /usr/lib/nginx/modules/ngx_stream_module.so;
            worker_processes 1;
            pid {{_pidFile}};
            error_log {{folder}}/nginx.log;
            events { worker_connections 1024; }
            stream {
              server {
                listen 127.0.0.1:{{Port}} ssl;
                ssl_certificate {{folder}}/server.pem;
                ssl_certificate_key {{folder}}/server.key;
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_session_cache shared:tls:1m;
                proxy_pass {{new IPEndPoint(IPAddress.Loopback, server.Port)}};
              }
            }

            """);
        // nginx goes into the background once it listens.
        Command.Run("/usr/sbin/nginx", ["-p", folder, "-c", config, "-e", Path.Combine(folder, "nginx.log")]).RequireSuccess();
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; }

    public void Dispose() => Command.Run("kill", ["-TERM", int.Parse(File.ReadAllText(_pidFile), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]);
}
