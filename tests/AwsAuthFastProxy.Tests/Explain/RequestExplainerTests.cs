using System.Text;
using System.Text.Json;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;
using Xunit;

namespace AwsAuthFastProxy.Tests.Explain;

/// <summary>What is explained is what a server verifies: each head is given to the origin, which computes the canonical form by itself.</summary>
public sealed class RequestExplainerTests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// <summary>Targets that the replaced nginx module signs wrongly.</summary>
    public static TheoryData<string> Targets
    {
        get
        {
            using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "sigv4", "nginx-module-defects.json")));
            return [.. cases.RootElement.EnumerateArray().Select(row => row.GetProperty("target").GetString()!)];
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task TargetOfADefect_IsExplainedAsTheServerSeesIt(string target)
    {
        var explanation = Explain($"GET {target} HTTP/1.1\r\nHost: h\r\nX-Amz-Meta-A:  two   spaces \r\n\r\n");

        var received = await SendAsync(explanation.Head!);

        Assert.True(received.Verdict.Accepted, received.Verdict.ErrorCode);
        Assert.Equal(received.Verdict.CanonicalRequest, explanation.CanonicalRequest);
        Assert.Equal(received.Verdict.StringToSign, explanation.StringToSign);
        Assert.StartsWith($"GET {received.Target} HTTP/1.1\r\n", explanation.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void UnfinishedHead_IsRefusedAsOneThatNeverArrives()
    {
        Assert.Equal((408, "request-timeout"), Outcome(Explain("GET / HTTP/1.1\r\nHost: h\r\n")));
    }

    [Fact]
    public void EmptyRouteTable_SaysWhatIsMissing()
    {
        var model = new ProxyModel { Listeners = [], Upstreams = [], Routes = [] };

        var explanation = new RequestExplainer(model, FixedClock.OfCases()).Explain("GET /x HTTP/1.1\r\nHost: h\r\n\r\n"u8);

        Assert.Equal((404, "no-route"), Outcome(explanation));
        Assert.Null(explanation.Route);
        Assert.Contains("a route whose \"host\" and \"path\" match", explanation.Refusal!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyOfAnotherDay_IsRefusedWithTheReason()
    {
        var explanation = Explain("GET /x HTTP/1.1\r\nHost: h\r\n\r\n", new DayKeyCredentials("edge", AccessKey, [], sessionToken: null));

        Assert.Equal((503, "no-credentials"), Outcome(explanation));
        Assert.Equal("credentials edge have no key for 20261122/us-east-1/s3/aws4_request", explanation.Refusal!.Detail);
        Assert.StartsWith("credentials with a key for today", explanation.Refusal.Remedy, StringComparison.Ordinal);
        Assert.Null(explanation.Head);
    }

    [Fact]
    public void Explaining_LeavesTheCallersContext()
    {
        var context = new SynchronizationContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Explain("GET / HTTP/1.1\r\nHost: h\r\n\r\n");

            Assert.Same(context, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static (int Status, string Name) Outcome(RequestExplanation explanation) => (explanation.Refusal!.Status, explanation.Refusal.Name);

    private static RequestExplanation Explain(string head, CredentialSource? credentials = null)
    {
        var upstream = new UpstreamModel
        {
            Name = "origin",
            EndpointHost = "s3.localhost",
            EndpointPort = 80,
            Bucket = "testbucket",
            BucketSource = BucketSource.Fixed,
            Credentials = credentials ?? new SecretCredentials("c", AccessKey, Secret, sessionToken: null),
        };
        var model = new ProxyModel
        {
            Listeners = [],
            Upstreams = [upstream],
            Routes = [new RouteModel { PathPrefix = "/", Upstream = upstream, Sign = true, Operations = Operations.All }],
        };
        return new RequestExplainer(model, FixedClock.OfCases()).Explain(Encoding.Latin1.GetBytes(head));
    }

    private static async Task<OriginRequest> SendAsync(string head)
    {
        var options = new OriginOptions { Clock = FixedClock.OfCases() };
        options.Credentials.Add(new OriginCredential(AccessKey, Secret));
        var origin = new S3Origin(options, new ObjectStore());
        var received = new List<OriginRequest>();
        origin.RequestReceived += received.Add;
        using var stream = new OneRequestStream(Encoding.Latin1.GetBytes(head));
        await origin.ServeAsync(stream, CancellationToken.None);
        return Assert.Single(received);
    }
}
