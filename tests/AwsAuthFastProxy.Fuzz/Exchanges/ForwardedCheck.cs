using System.Text;
using AwsAuthFastProxy.Fuzz.Requests;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Exchanges;

/// <summary>What an upstream got is requests that a strict reader takes, the last one perhaps cut, each with a signature that holds.</summary>
internal static class ForwardedCheck
{
    // Of what the client itself vouches for, S3 is the judge.
    private static readonly string[] s_signatureErrors =
    [
        "SignatureDoesNotMatch", "AuthorizationHeaderMalformed", "AuthorizationQueryParametersError", "InvalidAccessKeyId", "InvalidToken", "RequestTimeTooSkewed",
        "AccessDenied", "InvalidArgument", "MissingSecurityHeader",
    ];

    /// <summary>How many requests there are.</summary>
    public static int Count(byte[] received, string config)
    {
        // On a route that signs nothing the target goes as it came, with octets that RFC 3986 has not but that mean nothing either.
        byte[] readable = config == "unsigned" ? [.. received.Select(static octet => "\"<>\\^`{|}"u8.Contains(octet) ? (byte)'x' : octet)] : received;
        List<ReadRequest> requests = OriginReader.Read(readable, out string? refusal);
        Assert.True(refusal is null, $"the upstream hears what is no request ({refusal}):\n{Encoding.Latin1.GetString(received)}");
        if (config != "unsigned")
        {
            AssertSigned(received);
        }

        return requests.Count;
    }

    private static void AssertSigned(byte[] received)
    {
        var clock = new ManualClock(ProxyRig.Noon);
        var options = new OriginOptions { Clock = clock, Domain = "s3.example" };
        options.Credentials.Add(new OriginCredential(Models.AccessKey, Models.Secret));
        var store = new ObjectStore(clock);
        store.CreateBucket("photos");
        var origin = new S3Origin(options, store);
        var verdicts = new List<OriginRequest>();
        origin.RequestReceived += verdicts.Add;
        origin.ServeAsync(new DeafStream(received), CancellationToken.None).GetAwaiter().GetResult();
        foreach (OriginRequest request in verdicts)
        {
            Assert.False(
                request.Verdict.Form != SignatureForm.Header || s_signatureErrors.Contains(request.Verdict.ErrorCode),
                $"{request.Target}: {request.Verdict.Form} {request.Verdict.ErrorCode}\n{request.Verdict.CanonicalRequest}\n{Encoding.Latin1.GetString(received)}");
        }
    }

    /// <summary>Its bytes can be read; what is written goes nowhere.</summary>
    private sealed class DeafStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }
    }
}
