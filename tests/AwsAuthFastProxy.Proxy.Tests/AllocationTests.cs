using System.Runtime.CompilerServices;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Proxy.Variables;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Tests.Shared;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Tests;

/// <summary>A request on warm connections allocates nothing.</summary>
public class AllocationTests
{
    private const int Rounds = 1000;
    private const string Plain = "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";

    private const string AwsChunked =
        "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Encoding: aws-chunked\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n"
        + "x-amz-decoded-content-length: 5\r\nx-amz-trailer: x-amz-checksum-crc32\r\nContent-Length: 46\r\n\r\n"
        + "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";

#if DEBUG
    private const string? Skip = "Without optimisation the compiler makes each async method's state an object; run with -c Release.";
#else
    private const string? Skip = null;
#endif

    [Theory(Skip = Skip)]
    [InlineData("unsigned", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("signed", "GET /a%20b?list-type=2&prefix=x HTTP/1.1\r\nHost: h\r\nRange: bytes=0-9\r\nUser-Agent: test\r\n\r\n")]
    [InlineData("query", "GET /a%20b?list-type=2&prefix=x HTTP/1.1\r\nHost: h\r\nRange: bytes=0-9\r\nx-amz-meta-a: 1\r\n\r\n")]
    [InlineData("service", "GET /a%20b/%2F?q=x HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("signed", "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("signed", "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nx-amz-meta-a: 1\r\n\r\nhello")]
    [InlineData("logged", "GET /a HTTP/1.1\r\nHost: h.example\r\nReferer: http://x/?a=b&X-Amz-Signature=1\r\n\r\n")]
    [InlineData("routed", "GET /a%20b.png?x=1 HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("routed", "GET /files/a HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("routed", "GET /moved/a?x HTTP/1.1\r\nHost: h\r\n\r\n")]
    public void WarmExchange_AllocatesNothing(string config, string request)
    {
        string body = request.StartsWith("HEAD", StringComparison.Ordinal) ? "" : "hello";
        Measure(Models.Named(config), request, request.StartsWith("PUT", StringComparison.Ordinal) ? "\r\n\r\nhello" : "\r\n\r\n", body);
    }

    [Theory(Skip = Skip)]
    [InlineData("unsigned")]
    [InlineData("signed")]
    public void WarmExchangeWithFieldsOfTheRoute_AllocatesNothing(string config)
    {
        ProxyModel model = Models.Named(config);
        SetHeaderModel[] set =
        [
            new("X-Real-IP", Texts.Of("$remote_addr")), new("X-Forwarded-For", Texts.Of("$proxy_add_x_forwarded_for")), new("x-amz-meta-a", Texts.Of("$request_id $uri $arg_q")),
            new("Accept-Encoding", Texts.Of("")),
        ];
        AddHeaderModel[] added =
        [
            new("X-Served", Texts.Of("$status $upstream_http_etag $msec $request_uri", TextScope.Response), Always: true), new("ETag", Texts.Of("", TextScope.Response), Always: false),
        ];
        model = model with { Routes = [model.Routes[0] with { SetHeaders = set, AddHeaders = added, HideHeaders = ["X-Hidden"] }] };
        const string Request = "GET /a%20b?q=1 HTTP/1.1\r\nHost: h\r\nx_real_ip: 1\r\nAccept-Encoding: gzip\r\n\r\n";
        Measure(
            model,
            Request,
            "\r\n\r\n",
            "hello",
            fields: "ETag: 1\r\nX-Hidden: 1\r\n",
            change: "X-Served: 200 1 1795348800.000 /a%20b?q=1\r\n".Length - "ETag: 1\r\nX-Hidden: 1\r\n".Length);
    }

    [Theory(Skip = Skip)]
    [InlineData(PayloadMode.Auto, ChecksumAlgorithm.None, Plain, "\r\n\r\n")]
    [InlineData(PayloadMode.StreamingTrailer, ChecksumAlgorithm.Crc32, Plain, "\r\n\r\n")]
    [InlineData(PayloadMode.StreamingTrailer, ChecksumAlgorithm.Sha256, Plain, "\r\n\r\n")]
    [InlineData(PayloadMode.Unsigned, ChecksumAlgorithm.Crc64Nvme, Plain, "\r\n\r\n")]
    [InlineData(PayloadMode.Buffered, ChecksumAlgorithm.None, Plain, "\r\n\r\nhello")]
    [InlineData(PayloadMode.Auto, ChecksumAlgorithm.None, AwsChunked, "\r\n\r\n")]
    [InlineData(PayloadMode.Streaming, ChecksumAlgorithm.None, AwsChunked, "\r\n\r\n")]
    [InlineData(PayloadMode.Unsigned, ChecksumAlgorithm.None, AwsChunked, "\r\n\r\nhello")]
    [InlineData(PayloadMode.Buffered, ChecksumAlgorithm.None, AwsChunked, "\r\n\r\nhello")]
    [InlineData(PayloadMode.Auto, ChecksumAlgorithm.None, "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "\r\n\r\nhello")]
    public void WarmUpload_AllocatesNothingInAnyMode(PayloadMode mode, ChecksumAlgorithm checksum, string request, string end) => Measure(
        Models.Of(
            Models.Bucket(payload: mode, checksum: checksum),
            static route => route with { Methods = MethodSet.All, Operations = Operations.Write, Spool = 1 << 20 }),
        request,
        end,
        "hello");

    private static void Measure(ProxyModel model, string request, string end, string body, string fields = "", int change = 0)
    {
        using var rig = new ProxyRig(model);
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{fields}Content-Length: 5\r\n\r\n{body}");
        byte[] last = Encoding.ASCII.GetBytes(end);
        var origin = new DetachedTask(static error => Assert.Null(error));
        rig.Answer(connection => origin.Start(ServeAsync(connection, answer, last)));
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(rig.Loop);
        rig.Sessions.Accept(near);
        var client = new DetachedTask(static error => Assert.Null(error));
        byte[] wire = Encoding.ASCII.GetBytes(request);

        // The first exchanges make pools, signer and connection; many, so that queues are as long as they get.
        int asked = 0;
        long allocated = WarmAllocation.Least(() =>
        {
            client.Start(AskAsync(far, wire, answer.Length + change));
            rig.Loop.RunUntilIdle();
            asked += Rounds;
        });

        Assert.Equal(asked, rig.Counters.Requests);
        Assert.Equal(1, rig.Counters.Dials);
        Assert.Equal(0, allocated);
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private static async ValueTask AskAsync(MemoryConnection connection, byte[] request, int answerLength)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await connection.Output.SendAsync(request);

            // The proxy adds Date; the answer is over when nothing more is expected.
            int expected = answerLength + "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n".Length;
            while (expected > 0 && await connection.Input.FillAsync() == IoStatus.Ok)
            {
                expected -= connection.Input.UnreadLength;
                connection.Input.Drop();
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private static async ValueTask ServeAsync(MemoryConnection connection, byte[] answer, byte[] last)
    {
        while (await connection.Input.FillAsync() == IoStatus.Ok)
        {
            if (connection.Input.Unread.EndsWith(last))
            {
                connection.Input.Drop();
                await connection.Output.SendAsync(answer);
            }
        }
    }
}
