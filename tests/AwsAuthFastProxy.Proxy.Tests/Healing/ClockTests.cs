using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Healing;

/// <summary>An upstream whose clock is not ours.</summary>
public class ClockTests
{
    [Theory]
    [InlineData(3600, SigningForm.Header, "GET")]
    [InlineData(-3600, SigningForm.Header, "GET")]
    [InlineData(-86_399, SigningForm.Header, "HEAD")]
    [InlineData(50_000, SigningForm.Header, "HEAD")]
    [InlineData(3600, SigningForm.Query, "GET")]
    [InlineData(-3600, SigningForm.Query, "GET")]
    public void RightTime_IsLearnedSaidOnceAndKept(int offset, SigningForm form, string method)
    {
        using S3Rig rig = Rig(offset, form: form);
        rig.Store.Put("photos", "a", "hello"u8.ToArray());

        string heard = rig.Ask($"{method} /a");
        Assert.StartsWith("HTTP/1.1 200 ", heard, StringComparison.Ordinal);
        rig.AssertAccepted(heard, form == SigningForm.Header ? SignatureForm.Header : SignatureForm.Query);
        rig.AssertAccepted(rig.Ask("GET /a"), form == SigningForm.Header ? SignatureForm.Header : SignatureForm.Query);

        Assert.Equal(3, rig.Requests.Count);
        Assert.Equal(offset, rig.Proxy.Counters.ClockOffset);
        Assert.Equal(1, rig.Proxy.Counters.SignedAnew);
        Assert.Contains($"{offset} s", Assert.Single(rig.Proxy.Log.Loud), StringComparison.Ordinal);
        rig.Proxy.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public void HarmlessDifference_ChangesNothing(int offset)
    {
        using S3Rig rig = Rig(offset);
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal(0, rig.Proxy.Counters.ClockOffset);
        Assert.Single(rig.Requests);
    }

    [Theory]
    [InlineData(90_000)]
    [InlineData(-90_000)]
    public void MoreThanADay_IsNotBelieved(int offset)
    {
        using S3Rig rig = Rig(offset);

        Refusals.AssertIs(502, "clock-refused", rig.Ask("GET /a"));
        Assert.Single(rig.Requests);
        Assert.Equal(0, rig.Proxy.Counters.ClockOffset);
    }

    [Fact]
    public void ClockThatIsSetRight_IsBelievedAgain()
    {
        using S3Rig rig = Rig(7200);
        rig.AssertAccepted(rig.Ask("GET /a"));
        rig.Proxy.Advance(TimeSpan.FromHours(2));

        // Signed two hours early now: refused, and right again.
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal(0, rig.Proxy.Counters.ClockOffset);
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal(5, rig.Requests.Count);
        Assert.Contains(rig.Proxy.Log.Loud, static line => line.Contains("clocks agree again", StringComparison.Ordinal));
    }

    [Fact]
    public void ClockThatDrifts_IsFollowedWithoutARefusal()
    {
        using S3Rig rig = Rig(7200);
        rig.AssertAccepted(rig.Ask("GET /a"));
        for (int i = 0; i < 20; i++)
        {
            rig.Proxy.Advance(TimeSpan.FromMinutes(5));
            rig.AssertAccepted(rig.Ask("GET /a"));
        }

        Assert.Equal(1, rig.Proxy.Counters.SignedAnew);
        Assert.InRange(rig.Proxy.Counters.ClockOffset, 900, 1500);
    }

    [Fact]
    public void DayKeys_WithoutTheDayOfTheUpstream503()
    {
        using S3Rig rig = Rig(50_000, Models.DayKeys("20261122"));

        string heard = rig.Ask("GET /a");
        Refusals.AssertIs(503, "signed-anew", heard);
        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Assert.Single(rig.Requests);
    }

    [Fact]
    public void OtherService_ToldByItsDateAlone()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(BucketSource.None, service: "es"), static route => route with { Operations = Operations.All }));
        var origin = new EchoOrigin(rig)
        {
            Answer = static head => head.Contains("x-amz-date: 20261122T121000Z", StringComparison.Ordinal)
                ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 403 Forbidden\r\nDate: Sun, 22 Nov 2026 12:10:00 GMT\r\nx-amzn-ErrorType: InvalidSignatureException:http://x\r\n"
                    + "Content-Length: 26\r\n\r\n{\"message\":\"Signature exp\"}",
        };

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
        Assert.Equal(2, origin.Requests.Count);
    }

    [Fact]
    public void Offset_IsOneForAllWhoLearnIt()
    {
        var offset = new ClockOffset();
        Assert.True(offset.TryLearn(5000, 1000));
        Assert.False(offset.TryLearn(5030, 1000));
        Assert.Equal(4030, offset.Seconds);
        Assert.False(offset.TryLearn(1000 + ClockOffset.Most + 1, 1000));
        Assert.Equal(4030, offset.Seconds);
        Assert.False(offset.Review(5100, 1000));
        Assert.True(offset.Review(6000, 1000));
        Assert.Equal(5000, offset.Seconds);
        Assert.True(offset.Review(1100, 1000));
        Assert.Equal(0, offset.Seconds);
        Assert.False(offset.Review(9000, 1000));
        Assert.Equal(0, offset.Seconds);
    }

    private static S3Rig Rig(int offset, CredentialSource? credentials = null, SigningForm form = SigningForm.Header) => new(
        Models.Of(Models.Bucket(credentials: credentials), route => route with { Operations = Operations.All, Signing = form }),
        clock: new ManualClock(ProxyRig.Noon.AddSeconds(offset)));
}
