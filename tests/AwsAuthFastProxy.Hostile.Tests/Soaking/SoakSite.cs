using System.Collections.Concurrent;
using System.Globalization;
using AwsAuthFastProxy.Hostile.Tests.CrossTalk;
using AwsAuthFastProxy.Origin;

namespace AwsAuthFastProxy.Hostile.Tests.Soaking;

/// <summary>
/// What a soak runs against: a misbehaving upstream and an S3 that verifies every signature, both restarted now and then, and a
/// configuration file whose key changes.
/// </summary>
internal sealed class SoakSite : IAsyncDisposable
{
    private const string Secrets = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private readonly string _folder = Directory.CreateTempSubdirectory("aafp-soak-").FullName;
    private readonly S3Origin _origin;
    private readonly int _port;
    private OriginListener _listener;
    private int _key;
    private long _verified;

    public SoakSite()
    {
        var options = new OriginOptions();
        options.Credentials.Add(new OriginCredential("AKIDONE", Secrets + "1"));
        options.Credentials.Add(new OriginCredential("AKIDTWO", Secrets + "2"));
        var store = new ObjectStore();
        store.CreateBucket("photos");
        _origin = new S3Origin(options, store);
        _origin.RequestReceived += request =>
        {
            Interlocked.Increment(ref _verified);
            if (!request.Verdict.Accepted)
            {
                Wrong.Enqueue($"{request.Method} {request.Target}: {request.Verdict.ErrorCode}");
            }
            else if (request.Verdict.CanonicalRequest is not null)
            {
                Keys.TryAdd(request.Header("Authorization")?.Split('/')[0] ?? "", 0);
            }
        };
        _origin.RequestRefused += Wrong.Enqueue;
        _listener = OriginListener.Start(_origin);
        _port = _listener.Port;
        Write();
    }

    public FaultyOrigin Faulty { get; } = new(faultsPerMille: 50);

    public string Config => Path.Combine(_folder, "proxy.json");

    /// <summary>Requests whose signature was verified.</summary>
    public long Verified => Interlocked.Read(ref _verified);

    /// <summary>Requests that S3 would not have taken.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>The keys that have signed.</summary>
    public ConcurrentDictionary<string, byte> Keys { get; } = new();

    /// <summary>Writes the configuration with the other key.</summary>
    public void ChangeKey()
    {
        _key ^= 1;
        Write();
    }

    public async Task RestartS3Async()
    {
        await _listener.DisposeAsync();
        _listener = OriginListener.Start(_origin, _port);
    }

    public async ValueTask DisposeAsync()
    {
        Faulty.Dispose();
        await _listener.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Whole or not at all, since the proxy looks for changes by itself.</summary>
    private void Write()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "listen": [ { "address": "127.0.0.1:0" } ],
              "admin": { "address": "127.0.0.1:0" },
              "credentials": { "edge": { "accessKey": "{{(_key == 0 ? "AKIDONE" : "AKIDTWO")}}", "secretKey": "{{Secrets}}{{_key + 1}}" } },
              "upstreams": {
                "faulty": { "endpoint": "http://localhost:{{Faulty.Port}}" },
                "s3": { "endpoint": "http://127.0.0.1:{{_port}}", "bucket": "photos", "style": "path", "credentials": "edge" }
              },
              "routes": [
                { "path": "/f/", "stripPrefix": "/f", "upstream": "faulty", "methods": [ "*" ], "anonymousWrites": true },
                { "path": "/s/", "stripPrefix": "/s", "upstream": "s3", "methods": [ "GET", "HEAD", "PUT", "DELETE" ], "anonymousWrites": true }
              ]
            }
            """);
        File.WriteAllText(Config + ".new", text);
        File.SetUnixFileMode(Config + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(Config + ".new", Config, overwrite: true);
    }
}
