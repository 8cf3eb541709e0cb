using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Every way to address a bucket, against an origin that verifies host and path of the signature.</summary>
public class AddressingTests
{
    public static TheoryData<BucketSource, BucketStyle, string, int> Addresses
    {
        get
        {
            var addresses = new TheoryData<BucketSource, BucketStyle, string, int>();
            foreach (BucketSource source in Enum.GetValues<BucketSource>())
            {
                foreach (BucketStyle style in Enum.GetValues<BucketStyle>())
                {
                    foreach (string path in new[] { "", "/store", "/a%20b/c" })
                    {
                        addresses.Add(source, style, path, 80);
                        addresses.Add(source, style, path, 443);
                        addresses.Add(source, style, path, 9000);
                    }
                }
            }

            return addresses;
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Address_IsSignedAsItIsSent(BucketSource source, BucketStyle style, string endpointPath, int port)
    {
        foreach ((string strip, string add) in new[] { ("", ""), ("/pub", ""), ("", "/in%20side"), ("/pub", "/inner") })
        {
            foreach (SigningForm form in Enum.GetValues<SigningForm>())
            {
                using var rig = new S3Rig(
                    Models.Of(
                        Models.Bucket(source, style, port: port, endpointPath: endpointPath),
                        route => route with { Path = strip.Length > 0 ? strip : "/", Strip = strip, Add = add, Operations = Operations.All, Signing = form }),
                    port: port);
                foreach (string key in new[] { "/photos/k", "/photos/a%2Fb//%C3%A4+~'", "/photos/", "/photos/k?list-type=2&prefix=a/b" })
                {
                    string heard = Ask(rig, $"{strip}{key}");
                    bool noBucket = source == BucketSource.FromPath && style == BucketStyle.VirtualHost && add.Contains('%', StringComparison.Ordinal);
                    if (noBucket)
                    {
                        // The first segment is then the added prefix, which is no bucket's name in a host.
                        Refusals.AssertIs(400, "bad-bucket", heard);
                        continue;
                    }

                    rig.AssertAccepted(heard, form == SigningForm.Header ? Origin.SignatureForm.Header : Origin.SignatureForm.Query);
                    Assert.StartsWith(Prefix(source, style, endpointPath), rig.Requests[^1].Target, StringComparison.Ordinal);
                    string host = rig.Requests[^1].Header("Host")!;
                    Assert.EndsWith(port == 80 ? "s3.example" : $"s3.example:{port}", host, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData(80, "[2001:db8::1]")]
    [InlineData(9000, "[2001:db8::1]:9000")]
    public void IPv6Endpoint_IsSignedWithItsBrackets(int port, string host)
    {
        using var rig = new S3Rig(Models.Of(Models.Bucket(style: BucketStyle.Path, host: "2001:db8::1", port: port), static route => route));
        rig.AnswerAt(new IPEndPoint(IPAddress.Parse("2001:db8::1"), port));
        rig.Store.Put("photos", "k", "hello"u8.ToArray());

        string heard = rig.Ask("GET /k");

        rig.AssertAccepted(heard);
        Assert.EndsWith("hello", heard, StringComparison.Ordinal);
        Assert.Equal(host, rig.Requests[^1].Header("Host"));
    }

    [Fact]
    public void DefaultPortOfTheOtherScheme_StandsInHost()
    {
        using var rig = new S3Rig(Models.Of(Models.Bucket(port: 443), static route => route), port: 443);
        rig.AssertAccepted(rig.Ask("GET /k"));
        Assert.Equal("photos.s3.example:443", rig.Requests[^1].Header("Host"));
    }

    private static string Prefix(BucketSource source, BucketStyle style, string endpointPath) =>
        source == BucketSource.Fixed && style == BucketStyle.Path ? $"{endpointPath}/photos/" : $"{endpointPath}/";

    private static string Ask(S3Rig rig, string target)
    {
        WireEnd client = rig.Proxy.Send($"GET {target} HTTP/1.1\r\nHost: photos.edge.example\r\n\r\n");
        string heard = client.Received;
        client.Close();
        return heard;
    }
}
