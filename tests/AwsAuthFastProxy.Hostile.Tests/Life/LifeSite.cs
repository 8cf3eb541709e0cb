using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.SigV4;
using CredentialScope = AwsAuthFastProxy.SigV4.CredentialScope;

namespace AwsAuthFastProxy.Hostile.Tests.Life;

/// <summary>
/// Two S3 servers with the same object, which verify every signature, and a configuration that changes in all that a reload may change. The object is there
/// in each state, at the same path.
/// </summary>
internal sealed class LifeSite : IAsyncDisposable
{
    public const string Path = "/s/object";

    private static readonly string[] s_keys = ["AKIDONE", "AKIDTWO"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aafp-life-");
    private readonly OriginListener[] _origins;
    private readonly int _port;

    /// <param name="port">Where the proxy listens; 0 is the kernel's choice.</param>
    public LifeSite(int port = 0)
    {
        _port = port;
        Random.Shared.NextBytes(Content);
        _origins = [StartOrigin(), StartOrigin()];
        foreach (string key in s_keys)
        {
            Directory.CreateDirectory(File(key));
            WriteDayKeys(key);
        }

        Write(0);
    }

    public byte[] Content { get; } = new byte[2000];

    public string Config => File("proxy.json");

    /// <summary>The keys that have signed.</summary>
    public ConcurrentDictionary<string, byte> Signers { get; } = new();

    public string File(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes another configuration: other routes, another upstream, another key.</summary>
    public void Write(int state) => Write(
        s_keys[state % 2], isDayKey: false, upstream: state / 2 % 2, string.Create(CultureInfo.InvariantCulture, $$""", { "path": "/more-{{state}}/", "upstream": "s3-{{state % 3}}" }"""), state % 3);

    /// <summary>Writes the same with another key: in turn secrets and day keys.</summary>
    public void WriteKey(int state)
    {
        string key = s_keys[state % 2];
        WriteDayKeys(key);
        Write(key, isDayKey: state / 2 % 2 == 1, upstream: 0, routes: "", name: 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (OriginListener origin in _origins)
        {
            await origin.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private OriginListener StartOrigin()
    {
        var options = new OriginOptions();
        foreach (string key in s_keys)
        {
            options.Credentials.Add(new OriginCredential(key, SecretOf(key)));
        }

        var store = new ObjectStore();
        store.Put("photos", "object", Content);
        var origin = new S3Origin(options, store);
        origin.RequestReceived += request => Signers.TryAdd(request.Header("Authorization")?.Split('=', '/')[1] ?? "", 0);
        return OriginListener.Start(origin);
    }

    private static string SecretOf(string key) => "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + key;

    /// <summary>Whole or not at all, since the proxy looks for changes by itself.</summary>
    private void Write(string key, bool isDayKey, int upstream, string routes, int name) => Move("proxy.json", string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "listen": [ { "address": "127.0.0.1:{{_port}}" } ],
          "admin": { "address": "127.0.0.1:0" },
          "credentials": { "edge": { "accessKey": "{{key}}", {{(isDayKey ? $"\"signingKeys\": \"{key}\"" : $"\"secretKey\": \"{SecretOf(key)}\"")}} } },
          "upstreams": { "s3-{{name}}": { "endpoint": "http://127.0.0.1:{{_origins[upstream].Port}}", "bucket": "photos", "style": "path", "credentials": "edge" } },
          "routes": [ { "path": "/s/", "stripPrefix": "/s", "upstream": "s3-{{name}}" }{{routes}} ]
        }
        """));

    private void WriteDayKeys(string key)
    {
        for (int day = 0; day < 2; day++)
        {
            var scope = CredentialScope.Create(DateTime.UtcNow.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture), "us-east-1", "s3");
            byte[] bytes = new byte[KeyDerivation.KeyLength];
            KeyDerivation.Derive(Encoding.UTF8.GetBytes(SecretOf(key)), scope, bytes);
            Move($"{key}/{scope.Date}.key", $"{Convert.ToBase64String(bytes)}\n{scope}\n");
        }
    }

    private void Move(string name, string text)
    {
        string draft = File("draft");
        System.IO.File.WriteAllText(draft, text);
        System.IO.File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.Move(draft, File(name), overwrite: true);
    }
}
