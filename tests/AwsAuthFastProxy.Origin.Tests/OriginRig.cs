using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>An origin with the credential, the clock and the bucket of the AWS documentation, spoken to in raw octets.</summary>
internal sealed class OriginRig
{
    public const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Bucket = "examplebucket";

    public OriginRig(bool allowAnonymous = false, OriginCredential? credential = null, int maxContentBytes = 1 << 20)
    {
        var options = new OriginOptions
        {
            Clock = Clock,
            Domain = "s3.amazonaws.com",
            AllowAnonymous = allowAnonymous,
            MaxContentBytes = maxContentBytes,
        };
        options.Credentials.Add(credential ?? new OriginCredential(AccessKey, SecretKey));
        Store = new ObjectStore(Clock);
        Store.CreateBucket(Bucket);
        Origin = new S3Origin(options, Store);
        Origin.RequestReceived += Received.Add;
        Origin.RequestRefused += Refused.Add;
    }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

    public ObjectStore Store { get; }

    public S3Origin Origin { get; }

    public List<OriginRequest> Received { get; } = [];

    public List<string> Refused { get; } = [];

    /// <summary>One connection: everything is sent at once and then ended; returns everything that came back.</summary>
    public async Task<byte[]> ConnectAsync(byte[] script, int pieceSize = int.MaxValue)
    {
        using var stream = new WireStream(script, pieceSize);
        await Origin.ServeAsync(stream, CancellationToken.None);
        return stream.ToArray();
    }

    public async Task<WireResponse> SendAsync(string request) => await SendAsync(Encoding.Latin1.GetBytes(request));

    public async Task<WireResponse> SendAsync(byte[] request)
    {
        string method = Encoding.Latin1.GetString(request).Split(' ')[0];
        return Assert.Single(WireResponse.ParseAll(await ConnectAsync(request), method));
    }

    public async Task<WireResponse> SendAsync(SignedRequest request) => await SendAsync(request.ToWire());

    /// <summary>An anonymous request of an object in the bucket.</summary>
    public async Task<WireResponse> SendAsync(string method, string key, params string[] fields) => await SendAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{method} /{Bucket}/{key} HTTP/1.1\r\nHost: s3.amazonaws.com\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n"));
}
