using System.Text;
using AwsAuthFastProxy.Tests.Shared;

namespace AwsAuthFastProxy.SigV4.Tests;

public class RequestSignerTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Scope = "20130524/us-east-1/s3/aws4_request";
    private const string Time = "20130524T000000Z";
    private const long Seconds = 1_369_353_600;

    [Fact]
    public void FieldsInAnyOrderAndCase_AreSortedLowerCasedFoldedAndCombined()
    {
        using var signer = CreateSigner();
        var request = CreateRequest(
            ("X-Amz-Meta-B", "  two   words\there \t "),
            ("x-amz-meta-a", "1"),
            ("HOST", "h"),
            ("X-AMZ-Meta-B", ""),
            ("x-amz-meta-a-b", "\"a  b\""),
            ("x-amz-meta-b", " last"),
            ("x-amz-meta-A_b", "\t"));

        Assert.Equal(
            """
            GET
            /

            host:h
            x-amz-meta-a:1
            x-amz-meta-a-b:"a b"
            x-amz-meta-a_b:
            x-amz-meta-b:two words here,,last

            host;x-amz-meta-a;x-amz-meta-a-b;x-amz-meta-a_b;x-amz-meta-b
            UNSIGNED-PAYLOAD
            """.ReplaceLineEndings("\n"),
            signer.CanonicalRequest(request.ToSign()));
    }

    [Fact]
    public void RequestWithoutFields_IsWrittenAllTheSame()
    {
        using var signer = CreateSigner();
        Assert.Equal("GET\n/\n\n\n\nUNSIGNED-PAYLOAD", signer.CanonicalRequest(CreateRequest().ToSign()));
    }

    [Fact]
    public void ObsTextInAValue_IsSignedAsItIs()
    {
        using var signer = CreateSigner();
        var request = CreateRequest(("Host", "h"), ("x-amz-meta-a", "caf\u00e9 \u00ff"));
        Assert.Contains("x-amz-meta-a:caf\u00e9 \u00ff\n", signer.CanonicalRequest(request.ToSign()), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyFieldsInReverseOrder_AreSortedAndLinesOfOneNameKeepTheirOrder()
    {
        using var signer = CreateSigner();
        var random = new Random(9110);
        for (var round = 0; round < 200; round++)
        {
            var fields = Enumerable.Range(0, random.Next(60))
                .Select(i => ((random.Next(2) == 0 ? "x-amz-meta-" : "X-Amz-Meta-") + random.Next(20), $"v{i}"))
                .Reverse()
                .ToArray();
            Assert.Equal(
                NaiveSigner.CanonicalRequest("GET", "/", string.Empty, fields, "UNSIGNED-PAYLOAD"),
                signer.CanonicalRequest(CreateRequest(fields).ToSign()));
        }
    }

    [Fact]
    public void CanonicalRequestOfAnySize_IsSignedWhole()
    {
        using var signer = CreateSigner();
        var sizes = Enumerable.Range(3_700, 500).Concat([8_192, 20_000, 1, 60_000, 2]);
        foreach (var size in sizes)
        {
            (string, string)[] fields = [("Host", "h"), ("x-amz-meta-a", new string('m', size))];
            var canonical = NaiveSigner.CanonicalRequest("GET", "/", string.Empty, fields, "UNSIGNED-PAYLOAD");
            Assert.EndsWith(
                ",Signature=" + NaiveSigner.Signature(Secret, Scope, Time, canonical),
                CreateRequest(fields).Sign(signer),
                StringComparison.Ordinal);
            var query = CreateRequest(fields).Presign(signer, 60);
            var unsigned = query[..query.IndexOf("&X-Amz-Signature=", StringComparison.Ordinal)];
            canonical = NaiveSigner.CanonicalRequest("GET", "/", unsigned, fields, "UNSIGNED-PAYLOAD");
            Assert.EndsWith("=" + NaiveSigner.Signature(Secret, Scope, Time, canonical), query, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShortDestination_IsRefusedAndTheNextSignatureIsRight()
    {
        using var signer = CreateSigner();
        var request = CreateRequest(("Host", "h"), ("x-amz-date", Time));
        var expected = request.Sign(signer);
        var maxQuery = signer.MaxSignedQueryLength(request.ToSign());

        for (var room = 0; room < expected.Length; room++)
        {
            Assert.Throws<ArgumentException>("authorization", () => signer.SignHeaders(request.ToSign(), new byte[room]));
        }

        Assert.Throws<ArgumentException>("query", () => signer.SignQuery(request.ToSign(), 60, new byte[maxQuery - 1]));
        Assert.Equal(expected, request.Sign(signer));
        Assert.Equal(expected.Length, signer.SignHeaders(request.ToSign(), new byte[expected.Length]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(RequestSigner.MaxExpires + 1)]
    public void ExpiryThatS3WouldRefuse_IsRefused(int expires)
    {
        using var signer = CreateSigner();
        Assert.Throws<ArgumentOutOfRangeException>(nameof(expires), () => CreateRequest(("Host", "h")).Presign(signer, expires));
    }

    [Fact]
    public void PresignedParameters_AreMergedAmongTheRequestsOwn()
    {
        using var signer = CreateSigner("to/ken=");
        var request = CreateRequest("/a%20b?response-content-type=text/plain&X-Amz-E=1&X-Amz-Z&Acl&X-Amz-D", ("Host", "h"), ("Range", "r"));
        Assert.StartsWith(
            "Acl=&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-D="
                + "&X-Amz-Date=20130524T000000Z&X-Amz-E=1&X-Amz-Expires=604800&X-Amz-Security-Token=to%2Fken%3D"
                + "&X-Amz-SignedHeaders=host%3Brange&X-Amz-Z=&response-content-type=text%2Fplain&X-Amz-Signature=",
            request.Presign(signer, RequestSigner.MaxExpires),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WarmSigner_SignsAGetWithoutAllocation()
    {
        var request = CreateRequest(
            "/photos/2013/05/24/picture-0001.jpg?response-content-type=image/jpeg&versionId=abc",
            ("Host", "examplebucket.s3.amazonaws.com"),
            ("Range", "bytes=0-9"),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            ("x-amz-date", Time));
        AssertNoAllocation(request);
    }

    [Fact]
    public void WarmSigner_SignsALargeRequestWithoutAllocation() =>
        AssertNoAllocation(CreateRequest(("Host", "h"), ("x-amz-meta-a", new string('m', 8_192)), ("x-amz-date", Time)));

    [Fact]
    public void Canonicalisation_DoesNotAllocate()
    {
        var destination = new byte[256];
        Assert.Equal(0, WarmAllocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _ = CanonicalPath.WriteS3("/a%20b/caf%c3%a9+x/photo.jpg"u8, destination, out _);
                _ = CanonicalPath.WriteService("/a%20b/caf%c3%a9+x/photo.jpg"u8, destination, out _);
                _ = CanonicalQuery.Write("prefix=foo/bar&list-type=2&a=%2b+&delimiter=/"u8, destination, out _);
                _ = SigningTime.FromUnixSeconds(Seconds + i);
            }
        }));
    }

    [Fact]
    public void DisposedSigner_SignsNothing()
    {
        var signer = CreateSigner();
        signer.Dispose();
        var request = CreateRequest(("Host", "h"));
        Assert.Throws<ObjectDisposedException>(() => request.Sign(signer));
        Assert.Throws<ObjectDisposedException>(() => request.Presign(signer, 60));
        Assert.Throws<ObjectDisposedException>(() => signer.CanonicalRequest(request.ToSign()));
        Assert.Throws<ObjectDisposedException>(() => signer.StringToSign(request.ToSign()));
    }

    private static void AssertNoAllocation(OutgoingRequest request)
    {
        using var signer = CreateSigner("token");
        var authorization = new byte[signer.MaxAuthorizationLength(request.ToSign())];
        var query = new byte[signer.MaxSignedQueryLength(request.ToSign())];
        Assert.Equal(0, WarmAllocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _ = signer.SignHeaders(request.ToSign(), authorization);
                _ = signer.SignQuery(request.ToSign(), 60, query);
            }
        }));
    }

    private static OutgoingRequest CreateRequest(params (string, string)[] fields) => CreateRequest("/", fields);

    private static OutgoingRequest CreateRequest(string target, params (string, string)[] fields) =>
        new("GET", target, fields, "UNSIGNED-PAYLOAD", Seconds);

    private static RequestSigner CreateSigner(string? sessionToken = null)
    {
        using var key = SigningKey.FromSecret(
            "AKID", Encoding.ASCII.GetBytes(Secret), CredentialScope.Parse(Scope), sessionToken);
        return new RequestSigner(key);
    }
}
