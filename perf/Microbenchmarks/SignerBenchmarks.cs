using System.Security.Cryptography;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AwsAuthFastProxy.Microbenchmarks.Baselines;
using AwsAuthFastProxy.SigV4;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>
/// The Authorization value of a GET: this signer, one in strings, the SDK's, and the two hash computations no signer can do without.
/// </summary>
public class SignerBenchmarks
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Path = "/2026/11/22/albums/summer/IMG_20260714_181502.jpg";
    private const string Host = "photos.s3.us-east-1.amazonaws.com";
    private const string PayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly byte[] _path = Encoding.ASCII.GetBytes(Path);
    private readonly byte[] _payloadHash = Encoding.ASCII.GetBytes(PayloadHash);
    private readonly SignedField[] _fields = new SignedField[3];
    private readonly SignedField[] _order = new SignedField[3];
    private readonly byte[] _authorization = new byte[1024];
    private readonly byte[] _hash = new byte[32];
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[32]);
    private readonly AWSSigV4Parameters _sdkParameters = new()
    {
        Credentials = new BasicAWSCredentials(AccessKey, Secret),
        Region = RegionEndpoint.USEast1,
        Service = "s3",
        SignedAt = new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc),
    };

    private byte[] _head = [];
    private byte[] _canonicalRequest = [];
    private byte[] _stringToSign = [];
    private Dictionary<string, string> _strings = [];
    private RequestSigner _signer = null!;
    private StringSigner _stringSigner = null!;
    private SigningTime _time;

    [GlobalSetup]
    public void SetUp()
    {
        _time = SigningTime.FromUnixSeconds(_now.ToUnixTimeSeconds());
        CredentialScope scope = CredentialScope.Create(_time, "us-east-1", "s3");
        _signer = new RequestSigner(SigningKey.FromSecret(AccessKey, Encoding.ASCII.GetBytes(Secret), scope));
        _stringSigner = new StringSigner(AccessKey, Secret, scope.ToString());
        _strings = new Dictionary<string, string> { ["Host"] = Host, ["x-amz-content-sha256"] = PayloadHash, ["x-amz-date"] = _time.ToString() };
        var head = new StringBuilder();
        int i = 0;
        foreach ((string name, string value) in _strings)
        {
            _fields[i++] = new SignedField(head.Length, name.Length, head.Length + name.Length + 2, value.Length);
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        _head = Encoding.ASCII.GetBytes(head.ToString());
        _canonicalRequest = Encoding.ASCII.GetBytes(_signer.CanonicalRequest(ToSign()));
        _stringToSign = Encoding.ASCII.GetBytes(_signer.StringToSign(ToSign()));
        string ours = Encoding.ASCII.GetString(_authorization, 0, This());
        string signature = ours[^RequestSigner.SignatureLength..];
        if (Strings() != ours || !Sdk().EndsWith(signature, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the signers disagree:\n{ours}\n{Strings()}\n{Sdk()}");
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _signer.Dispose();
        _sha256.Dispose();
        _hmac.Dispose();
    }

    [Benchmark(Baseline = true, Description = "crypto floor: one SHA-256, one keyed HMAC")]
    public byte Floor()
    {
        _sha256.AppendData(_canonicalRequest);
        _sha256.GetHashAndReset(_hash);
        _hmac.AppendData(_stringToSign);
        _hmac.GetHashAndReset(_hash);
        return _hash[0];
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int This()
    {
        // The signer sorts them in place; each request brings its own.
        _fields.CopyTo(_order, 0);
        return _signer.SignHeaders(ToSign(), _authorization);
    }

    [Benchmark(Description = "in strings")]
    public string Strings() => _stringSigner.Authorization("GET", Path, "", _strings, PayloadHash, "20261122T120000Z");

    [Benchmark(Description = "AWSSDK's AWSSigV4Signer")]
    public string Sdk()
    {
        var request = new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = new Uri("https://" + Host + Path) };
        return AWSSigV4Signer.Sign(request, _sdkParameters).Headers["Authorization"];
    }

    private RequestToSign ToSign() => new()
    {
        Method = "GET"u8,
        CanonicalPath = _path,
        Head = _head,
        Fields = _order,
        PayloadHash = _payloadHash,
        Time = _time,
    };
}
