using System.Text.Json;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Every target for which the replaced nginx module sends an invalid signature is accepted by a server that verifies.</summary>
public class NginxModuleDefectTests
{
    public static TheoryData<BucketStyle, string> Targets
    {
        get
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "sigv4", "nginx-module-defects.json")));
            var data = new TheoryData<BucketStyle, string>();
            foreach (JsonElement defect in file.RootElement.EnumerateArray())
            {
                data.Add(BucketStyle.VirtualHost, defect.GetProperty("target").GetString()!);
                data.Add(BucketStyle.Path, defect.GetProperty("target").GetString()!);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_IsAccepted(BucketStyle style, string target)
    {
        using var rig = new S3Rig(Models.Of(Models.Bucket(style: style), static route => route with { Operations = Operations.All }));

        string heard = rig.Ask($"GET {target}");

        rig.AssertAccepted(heard);
        rig.Proxy.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(BucketStyle.VirtualHost)]
    [InlineData(BucketStyle.Path)]
    public void RewrittenLocationWithAQuery_IsAccepted(BucketStyle style)
    {
        using var rig = new S3Rig(Models.Of(
            Models.Bucket(style: style), static route => route with { Path = "/my/", Strip = "/my", Add = "/our", Operations = Operations.All }));

        string heard = rig.Ask("GET /my/a%20b.txt?x=/1+2");

        rig.AssertAccepted(heard);
        Assert.Equal(style == BucketStyle.Path ? "/photos/our/a%20b.txt?x=%2F1%202" : "/our/a%20b.txt?x=%2F1%202", rig.Requests[0].Target);
    }

    [Theory]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=y")]
    [InlineData("Authorization: Basic eDp5")]
    [InlineData("X-Amz-Date: 20000101T000000Z")]
    [InlineData("X-Amz-Content-Sha256: UNSIGNED-PAYLOAD")]
    [InlineData("X-Amz-Security-Token: theirs")]
    [InlineData("X-Amz-Cf-Id: 1==")]
    [InlineData("X-Amz-Meta-Odd:   a   b\tc  ")]
    [InlineData("Range: bytes=0-1")]
    public void FieldOfTheClient_IsReplacedOrSigned(string field)
    {
        using var rig = new S3Rig(Models.Of(Models.Bucket(), static route => route with { Operations = Operations.All }));
        rig.Store.Put("photos", "a", "hello"u8.ToArray());

        rig.AssertAccepted(rig.Ask("GET /a", field));
    }

    [Fact]
    public void RepeatedAmzFields_AreSignedAsOne()
    {
        using var rig = new S3Rig(Models.Of(Models.Bucket(), static route => route with { Operations = Operations.All }));

        string heard = rig.Ask("GET /a", "x-amz-meta-a: 1", "X-Other: 0", "X-AMZ-META-A: 2", "x-amz-meta-b: 3", "x-amz-meta-a: 4");

        rig.AssertAccepted(heard);
        Assert.Equal("1,2,4", rig.Requests[0].Header("x-amz-meta-a"));
    }

    [Fact]
    public void RepeatedAmzFieldsInALargeHead_AreSignedAsOneToo()
    {
        using var rig = new S3Rig(Models.Of(
            Models.Bucket(), static route => route with { Operations = Operations.All }, limits: new LimitModel { HeadBytes = 64 * 1024 }));

        WireEnd client = rig.Proxy.Send(
            $"GET /a HTTP/1.1\r\nHost: h\r\nx-amz-meta-a: 1\r\nx-amz-meta-a: 2\r\nX-Large: {new string('x', 15_900)}\r\nx-amz-meta-a: 3\r\n\r\n");

        // The origin's own limit may be lower than what was sent to it: then it never got this far.
        rig.AssertAccepted(client.Received);
        Assert.Equal("1,2,3", rig.Requests[0].Header("x-amz-meta-a"));
    }
}
