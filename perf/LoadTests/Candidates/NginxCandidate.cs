using System.Diagnostics;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>nginx as a plain proxy with one worker, configured as an expert would for this work; it signs nothing.</summary>
internal static class NginxCandidate
{
    // Of the sizes tried, larger ones gave nginx its lowest CPU time for large objects and cost nothing for small ones.
    private const string TunedBuffers = "proxy_buffer_size 16k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k; client_body_buffer_size 256k;";

    /// <param name="workspace">The run.</param>
    /// <param name="origin">Its upstream.</param>
    /// <param name="kind">With tuned buffers or with those it has by default.</param>
    public static Candidate Start(Workspace workspace, Origin origin, CandidateKind kind)
    {
        int port = Ports.Free();
        string buffers = kind == CandidateKind.Nginx ? TunedBuffers : "";
        string temporary = Directory.CreateDirectory(workspace.PathOf($"nginx-{port}")).FullName;
        string file = workspace.Write($"nginx-{port}.conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{temporary}}/pid;
            error_log stderr error;
            worker_rlimit_nofile 65536;
            events { worker_connections 30000; multi_accept on; }
            http {
              access_log off;
              tcp_nodelay on;
              keepalive_timeout 1h;
              keepalive_requests 1000000000;
              client_max_body_size 0;
              client_body_temp_path {{temporary}}/body;
              proxy_temp_path {{temporary}}/proxy;
              fastcgi_temp_path {{temporary}}/fastcgi;
              scgi_temp_path {{temporary}}/scgi;
              uwsgi_temp_path {{temporary}}/uwsgi;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_max_temp_file_size 0;
              {{buffers}}
              upstream plain { server 127.0.0.1:{{origin.PlainPort}}; keepalive 512; keepalive_requests 1000000000; keepalive_timeout 1h; }
              upstream tls { server 127.0.0.1:{{origin.TlsPort}}; keepalive 512; keepalive_requests 1000000000; keepalive_timeout 1h; }
              server {
                listen 127.0.0.1:{{port}} backlog=4096;
                location /plain/ { proxy_pass http://plain; }
                location /put/ { proxy_pass http://plain; proxy_request_buffering off; }
                location /tls/ {
                  proxy_pass https://tls;
                  proxy_ssl_session_reuse on;
                  proxy_ssl_protocols TLSv1.2 TLSv1.3;
                  proxy_ssl_server_name on;
                  proxy_ssl_name localhost;
                  proxy_ssl_verify on;
                  proxy_ssl_trusted_certificate {{workspace.PathOf("ca.pem")}};
                }
              }
            }
            """);
        Child child = Child.Start(workspace.Cores.Candidate, "nginx", ["-c", file, "-p", temporary]);
        Ports.WaitFor(port, child);
        return new Candidate(kind, port, WorkerOf(child.Id))
        {
            Banner = "one worker, access log off, keepalive 512, no temporary files; " + (buffers.Length > 0 ? buffers.TrimEnd(';') : "buffers as by default"),
        };
    }

    /// <summary>The one child of the master process, which listens before it has it.</summary>
    private static int WorkerOf(int master)
    {
        for (long began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20); Thread.Sleep(1))
        {
            foreach (string directory in Directory.GetDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(directory), out int id) && ParentOf(directory) == master)
                {
                    return id;
                }
            }
        }

        throw new LoadTestException("nginx has no worker process");
    }

    private static int ParentOf(string directory)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(directory, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while the list was read.
            return 0;
        }
    }
}
