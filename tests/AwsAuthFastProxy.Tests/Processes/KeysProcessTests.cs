using System.Globalization;
using System.Net;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.SigV4;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>Keys in a serving process: from a provider that is not ready at first, over a reload, from files that are added; and what it loads.</summary>
public sealed class KeysProcessTests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Fact]
    public async Task Provider_IsAskedInTheBackgroundAndKeptOverAReload()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        var (calls, output) = (directory.File("calls"), directory.File("output.json"));
        var script = directory.Write("keys.sh", $"echo called >> {calls}\ncat {output}\n");
        var profiles = directory.Write("config", $"[profile edge]\ncredential_process = sh {script}\n");
        using var proxy = ProxyProcess.Start(
            new Dictionary<string, string> { ["AWS_CONFIG_FILE"] = profiles, ["AWS_SHARED_CREDENTIALS_FILE"] = directory.Write("credentials", "") },
            "run", "-c", Write(directory, origin.Port, """{ "provider": "profile", "profile": "edge" }"""), "--workers", "1");

        // It serves, and says why not.
        var url = new Uri($"http://127.0.0.1:{await proxy.ListeningAsync()}/object");
        using var client = new HttpClient();
        using (var early = await client.GetAsync(url))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
            Assert.Equal("no-credentials", Assert.Single(early.Headers.GetValues("x-proxy-error")));
        }

        Assert.Contains("no keys, requests are answered 503. Provider profile failed", proxy.Error.Text, StringComparison.Ordinal);

        var draft = directory.Write("draft", $$"""{ "Version": 1, "AccessKeyId": "{{AccessKey}}", "SecretAccessKey": "{{Secret}}" }""");
        File.Move(draft, output);
        await proxy.Error.WaitForAsync($"Credentials c: {AccessKey} from profile, until no known end.");
        Assert.Equal("content", await client.GetStringAsync(url));

        var before = File.ReadAllLines(calls).Length;
        Write(directory, origin.Port, """{ "provider": "profile", "profile": "edge" }""", """, { "path": "/x/", "upstream": "store" }""");
        proxy.Signal(ProxyProcess.HangUp);
        await proxy.Error.WaitForAsync("Reloaded ");
        Assert.Equal("content", await client.GetStringAsync(url));
        Assert.Equal(before, File.ReadAllLines(calls).Length);
        Assert.Contains("AWSSDK", Maps(proxy), StringComparison.Ordinal);

        var seen = proxy.CommandLine;
        proxy.Signal(ProxyProcess.Terminate);
        Assert.Equal(0, await proxy.ExitAsync());
        Assert.DoesNotContain(Secret, seen + proxy.Output.Text + proxy.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutProviders_NothingOfAwsSdkIsLoaded()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        using var proxy = ProxyProcess.Start(
            new Dictionary<string, string>(),
            "run", "-c", Write(directory, origin.Port, $$"""{ "accessKey": "{{AccessKey}}", "secretKey": "{{Secret}}" }"""), "--workers", "1");
        using var client = new HttpClient();
        Assert.Equal("content", await client.GetStringAsync(new Uri($"http://127.0.0.1:{await proxy.ListeningAsync()}/object")));

        var maps = Maps(proxy);
        Assert.Contains("AwsAuthFastProxy.Proxy.dll", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("AWSSDK", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("AwsAuthFastProxy.Credentials.dll", maps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DayKeyThatIsAdded_IsReadWithoutAReload()
    {
        await using var origin = StartOrigin();
        using var directory = new TemporaryDirectory();
        var today = DateTime.UtcNow;
        Directory.CreateDirectory(directory.File("keys.d"));
        WriteKey(directory, today);
        using var proxy = ProxyProcess.Start(
            new Dictionary<string, string>(),
            "run", "-c", Write(directory, origin.Port, $$"""{ "accessKey": "{{AccessKey}}", "signingKeys": "keys.d" }"""), "--workers", "1");
        using var client = new HttpClient();
        var url = new Uri($"http://127.0.0.1:{await proxy.ListeningAsync()}/object");
        Assert.Equal("content", await client.GetStringAsync(url));

        WriteKey(directory, today.AddDays(1));
        await proxy.Error.WaitForAsync("Credentials c: key files read again, 2 UTC days in hand from today on.");
        Assert.Equal("content", await client.GetStringAsync(url));
        Assert.DoesNotContain("Reloaded", proxy.Error.Text, StringComparison.Ordinal);

        directory.Write("draft", "half a key");
        File.Move(directory.File("draft"), directory.File("keys.d/broken.key"));
        await proxy.Error.WaitForAsync("the keys read before stay in force");
        Assert.Equal("content", await client.GetStringAsync(url));
    }

    private static string Maps(ProxyProcess proxy) => File.ReadAllText($"/proc/{proxy.Id.ToString(CultureInfo.InvariantCulture)}/maps");

    // Moved into place, so that nobody reads half of it.
    private static void WriteKey(TemporaryDirectory directory, DateTime day)
    {
        var scope = CredentialScope.Create(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture), "us-east-1", "s3");
        var key = new byte[KeyDerivation.KeyLength];
        KeyDerivation.Derive(System.Text.Encoding.UTF8.GetBytes(Secret), scope, key);
        File.Move(directory.Write("draft", $"{Convert.ToBase64String(key)}\n{scope}\n"), directory.File($"keys.d/{scope.Date}.key"));
    }

    private static OriginListener StartOrigin()
    {
        var options = new OriginOptions();
        options.Credentials.Add(new OriginCredential(AccessKey, Secret));
        var store = new ObjectStore();
        store.Put("data", "object", "content"u8.ToArray());
        return OriginListener.Start(new S3Origin(options, store));
    }

    private static string Write(TemporaryDirectory directory, int port, string credentials, string routes = "")
    {
        var draft = directory.Write(
            "draft.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "timeouts": { "drainIdle": "0s" },
              "credentials": { "c": {{credentials}} },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:{{port}}", "bucket": "data", "style": "path", "region": "us-east-1", "credentials": "c" } },
              "routes": [ { "path": "/", "upstream": "store" }{{routes}} ] }
            """);
        var file = directory.File("proxy.json");
        File.Move(draft, file, overwrite: true);
        return file;
    }
}
