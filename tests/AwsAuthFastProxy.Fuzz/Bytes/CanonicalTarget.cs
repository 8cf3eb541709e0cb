using System.Globalization;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Tests;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>
/// Path and query as a client may spell them: the canonical form against a naive one, and the signature over it against AWSSDK's own
/// signer, which is told what they mean.
/// </summary>
internal sealed class CanonicalTarget : FuzzTarget
{
    // Up to so many elements List.Sort inserts, and equal ones stay in their order.
    private const int StableSort = 16;

    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Host = "b.s3.amazonaws.com";
    private const long Seconds = 1_795_348_800;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly RequestSigner _signer = NewSigner();

    public override string Name => "canonical";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        "/"u8.ToArray(), "/a%2fB//c/./d?x=%41&y=1+2&z"u8.ToArray(), "/k?acl&list-type=2&prefix=%2F"u8.ToArray(),
        .. Corpus.Strings("sigv4", "paths.json"), .. Corpus.Strings("sigv4", "queries.json"), .. Corpus.Strings("sigv4", "nginx-module-defects.json"),
        .. Corpus.Found("canonical"),
    ];

    public override IReadOnlyList<byte[]> Words => FuzzWords.Target;

    public override int MostBytes => 600;

    public override void Check(byte[] input)
    {
        int mark = Array.IndexOf(input, (byte)'?');
        byte[] rawPath = mark < 0 ? input : input[..mark];
        byte[] rawQuery = mark < 0 ? [] : input[(mark + 1)..];
        byte[]? path = Path(rawPath);
        byte[]? query = Query(rawQuery);
        byte[]? meantPath = NaiveTarget.DecodePath(rawPath);
        List<(byte[] Name, byte[] Value)>? meantQuery = NaiveTarget.DecodeQuery(rawQuery);
        Assert.Equal(NaiveTarget.EncodePath(meantPath), Text(path));
        Assert.Equal(NaiveTarget.EncodeQuery(meantQuery), Text(query));
        if (path is not null && query is not null)
        {
            // Writing it again changes nothing.
            Assert.Equal(Text(path), Text(Path(path)));
            Assert.Equal(Text(query), Text(Query(query)));
            CompareWithSdk(path, query, meantPath!, meantQuery!);
        }
    }

    public override void Dispose()
    {
        _signer.Dispose();
        base.Dispose();
    }

    private static byte[]? Path(byte[] raw)
    {
        byte[] room = new byte[CanonicalPath.MaxLength(raw.Length)];
        long allocated = Allocation.Now;
        CanonicalStatus status = CanonicalPath.WriteS3(raw, room, out int written);
        Allocation.AssertNoneSince(allocated);
        return status == CanonicalStatus.Ok ? room[..written] : null;
    }

    private static byte[]? Query(byte[] raw)
    {
        byte[] room = new byte[CanonicalQuery.MaxLength(raw.Length)];
        long allocated = Allocation.Now;
        CanonicalStatus status = CanonicalQuery.Write(raw, room, out int written);
        Allocation.AssertNoneSince(allocated);
        return status == CanonicalStatus.Ok ? room[..written] : null;
    }

    private void CompareWithSdk(byte[] path, byte[] query, byte[] meantPath, List<(byte[] Name, byte[] Value)> meantQuery)
    {
        // The SDK sorts by name alone, and many parameters without keeping the order of equal ones; S3 sorts by value then, as the naive form does.
        if (meantQuery.Count > StableSort && meantQuery.Select(static pair => Convert.ToHexString(pair.Name)).Distinct().Count() < meantQuery.Count)
        {
            return;
        }

        // The SDK is told strings; octets that are no UTF-8 it cannot be told.
        string text;
        List<(string Name, string? Value)> parameters;
        try
        {
            text = s_utf8.GetString(meantPath);
            parameters = [.. meantQuery.Select(static pair => (s_utf8.GetString(pair.Name), (string?)s_utf8.GetString(pair.Value)))];
        }
        catch (DecoderFallbackException)
        {
            return;
        }

        // A signature of the SDK's is over parameters sorted before they are encoded (AWSSDK.Core 4.0.102), which is not S3's order.
        bool isAbsolute = text.StartsWith('/');
        if (!isAbsolute || parameters.Exists(static pair => pair.Name.Length == 0) || Text(query) != NaiveSigner.CanonicalQueryOfSdk(parameters))
        {
            return;
        }

        Assert.Equal(OfSdk(text, parameters), OfProduct(path, query));
    }

    private static string OfSdk(string path, List<(string Name, string? Value)> parameters)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        string query = string.Join('&', parameters.Select(static pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value ?? "")}"));
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = new Uri($"http://{Host}{escaped}{(query.Length > 0 ? "?" : "")}{query}", options) };
        var parametersOfSdk = new AWSSigV4Parameters
        {
            Credentials = new BasicAWSCredentials(AccessKey, Secret),
            Region = RegionEndpoint.USEast1,
            Service = "s3",
            SignedAt = DateTimeOffset.FromUnixTimeSeconds(Seconds).UtcDateTime,
        };
        return AWSSigV4Signer.Sign(request, parametersOfSdk).Headers["Authorization"].Replace(", ", ",", StringComparison.Ordinal);
    }

    private string OfProduct(byte[] path, byte[] query)
    {
        SigningTime time = SigningTime.FromUnixSeconds(Seconds);
        (string Name, string Value)[] lines =
            [("host", Host), ("x-amz-content-sha256", Encoding.ASCII.GetString(PayloadHash.EmptySha256)), ("x-amz-date", time.ToString())];
        var head = new StringBuilder();
        var fields = new SignedField[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            fields[i] = new SignedField(head.Length, lines[i].Name.Length, head.Length + lines[i].Name.Length + 2, lines[i].Value.Length);
            head.Append(CultureInfo.InvariantCulture, $"{lines[i].Name}: {lines[i].Value}\r\n");
        }

        var request = new RequestToSign
        {
            Method = "GET"u8,
            CanonicalPath = path,
            CanonicalQuery = query,
            Head = Encoding.ASCII.GetBytes(head.ToString()),
            Fields = fields,
            PayloadHash = PayloadHash.EmptySha256,
            Time = time,
        };
        byte[] room = new byte[_signer.MaxAuthorizationLength(request)];
        return Encoding.ASCII.GetString(room, 0, _signer.SignHeaders(request, room));
    }

    private static RequestSigner NewSigner()
    {
        var scope = CredentialScope.Create(SigningTime.FromUnixSeconds(Seconds), "us-east-1", "s3");
        using SigningKey key = SigningKey.FromSecret(AccessKey, Encoding.ASCII.GetBytes(Secret), scope);
        return new RequestSigner(key);
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.ASCII.GetString(bytes);
}
