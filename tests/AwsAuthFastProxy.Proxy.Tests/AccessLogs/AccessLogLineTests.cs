using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.AccessLogs;

/// <summary>Lines as they come from whole exchanges.</summary>
public class AccessLogLineTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"e\"\r\nx-amz-request-id: R3Q\r\n\r\nhello";
    private const string Signature = "0123456789abcdef";

    [Fact]
    public void Combined_IsAsNginxWritesIt()
    {
        using var rig = new ProxyRig(Models.Logged("combined"));

        Exchange(rig, "GET /a%20b?x=1 HTTP/1.1\r\nHost: h.example\r\nReferer: http://r/\r\nUser-Agent: curl/8 \"x\\y\"\xe9\t|\r\n\r\n");

        string time = TimeZoneInfo.ConvertTime(ProxyRig.Noon, TimeZoneInfo.Local).ToString("dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture);
        time = time.Remove(time.Length - 3, 1);
        Assert.Equal($"- - - [{time}] \"GET /a%20b?x=1 HTTP/1.1\" 200 5 \"http://r/\" \"curl/8 \\x22x\\x5Cy\\x22\\xE9\\x09|\"\n", rig.TakeLog());
    }

    [Theory]
    [InlineData("$request_method $request_uri $uri $args $is_args $query_string", "GET /a%20b?x=1&y /a b x=1&y ? x=1&y")]
    [InlineData("$host $http_host $scheme $server_protocol", "h.example H.example:80 http HTTP/1.1")]
    [InlineData("$status $body_bytes_sent $upstream_status $request_completion", "200 5 200 OK")]
    [InlineData("$http_x_missing $http_x_empty| $arg_x $arg_z $remote_user", "- | 1 - joe")]
    [InlineData("$sent_http_etag $upstream_http_x_amz_request_id $sent_http_nothing", "\\x22e\\x22 R3Q -")]
    [InlineData("$time_iso8601|$msec", null)]
    [InlineData("$connection_requests $upstream_reused $proxy_error $route $upstream", "1 0 - *.example/ plain")]
    [InlineData("${status}0", "2000")]
    [InlineData("$scheme $https $ssl_protocol $ssl_cipher", "http - - -")]
    [InlineData("$content_type $content_length|$cookie_a $cookie_c $cookie_x", "text/plain -|1 \\x22q\\x22 -")]
    [InlineData("$proxy_host $proxy_port $upstream_addr", "origin.example 80 192.0.2.1:80")]
    [InlineData("$server_addr $server_port $server_name", "- - -")]
    public void Variables_ShowTheirParts(string format, string? expected)
    {
        using var rig = new ProxyRig(Models.Logged(format));

        Exchange(rig, "GET /a%20b?x=1&y HTTP/1.1\r\nHost: H.example:80\r\nX-Empty:\r\nAuthorization: Basic am9lOnNlY3JldA==\r\nContent-Type: text/plain\r\nCookie: a=1; b=2\r\nCookie: c=\"q\"\r\n\r\n");

        string iso = TimeZoneInfo.ConvertTime(ProxyRig.Noon, TimeZoneInfo.Local).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        Assert.Equal((expected ?? $"{iso}|1795348800.000") + "\n", rig.TakeLog());
    }

    [Fact]
    public void RewrittenPath_IsShown()
    {
        ProxyModel model = Models.Logged("$request_uri|$uri|$args|$is_args|$arg_y|$arg_x");
        using var rig = new ProxyRig(model with { Routes = [model.Routes[0] with { Rewrite = [new Rewrites().Rule("^/a(.*)$", "/b c$1?y=2", RewriteThen.Break)] }] });

        Exchange(rig, "GET /a%2Bd?x=1 HTTP/1.1\r\nHost: h.example\r\n\r\n");

        Assert.Equal("/a%2Bd?x=1|/b c+d|y=2&x=1|?|2|1\n", rig.TakeLog());
    }

    [Theory]
    [InlineData("GET /a? HTTP/1.1\r\nHost: H.example.:80\r\n\r\n", "h.example|-|")]
    [InlineData("GET /a HTTP/1.1\r\nHost: h.example\r\n\r\n", "h.example|-|")]
    public void HostAndArguments_AreAsNginxHasThem(string request, string expected)
    {
        using var rig = new ProxyRig(Models.Logged("$host|$args|$is_args"));

        Exchange(rig, request);

        Assert.Equal(expected + "\n", rig.TakeLog());
    }

    [Fact]
    public void Lengths_AreThoseOnTheWire()
    {
        using var rig = new ProxyRig(Models.Logged("$request_length $bytes_sent $body_bytes_sent"));
        const string request = "PUT /a HTTP/1.1\r\nHost: h.example\r\nContent-Length: 5\r\n\r\nworld";

        string heard = Exchange(rig, request);

        Assert.Equal($"{request.Length} {heard.Length} 5\n", rig.TakeLog());
    }

    [Fact]
    public void UpstreamBytes_AreThoseOnTheWireAndCounted()
    {
        using var rig = new ProxyRig(Models.Logged("$upstream_bytes_sent $upstream_bytes_received"));
        rig.Send("PUT /a HTTP/1.1\r\nHost: h.example\r\nContent-Length: 5\r\n\r\nworld");
        rig.Origin.Send(Answer);
        rig.Run();

        Assert.Equal($"{rig.Origin.ReceivedLength} {Answer.Length}\n", rig.TakeLog());
        Assert.Equal((rig.Origin.ReceivedLength, Answer.Length), (rig.Counters.UpstreamBytesSent, rig.Counters.UpstreamBytesReceived));
    }

    [Fact]
    public void RequestId_IsTheSameInTheLogAndUpstream()
    {
        ProxyModel model = Models.Logged("$request_id");
        using var rig = new ProxyRig(model with { Routes = [model.Routes[0] with { SetHeaders = [new SetHeaderModel("X-Request-ID", Texts.Of("$request_id"))] }] });

        rig.Send("GET / HTTP/1.1\r\nHost: h.example\r\n\r\n");
        rig.Origin.Send(Answer);
        rig.Run();

        string id = rig.TakeLog().TrimEnd('\n');
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.Contains($"\r\nX-Request-ID: {id}\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestWithoutUpstream_HasNone()
    {
        using var rig = new ProxyRig(Models.Logged("$upstream_addr $upstream_bytes_sent $proxy_host $proxy_port $request_id"));
        rig.Send("GET /%zz HTTP/1.1\r\nHost: other\r\n\r\n");

        Assert.Matches("^- - - - [0-9a-f]{32}\n$", rig.TakeLog());
    }

    [Fact]
    public void Times_AreOrderedAndFormed()
    {
        using var rig = new ProxyRig(Models.Logged(
            "$request_time $upstream_connect_time $upstream_header_time $upstream_response_time|$queue_time $connect_time $sign_time $first_byte_time $total_time"));

        Exchange(rig, "GET / HTTP/1.1\r\nHost: h.example\r\n\r\n");

        string line = rig.TakeLog();
        Assert.Matches(@"\A(\d+\.\d{3} ){3}\d+\.\d{3}\|- (\d+\.\d{6} ){3}\d+\.\d{6}\n\z", line);
        double[] times = [.. line.Split('|')[0].Split(' ').Select(static time => double.Parse(time, CultureInfo.InvariantCulture))];
        Assert.True(times[1] <= times[2] && times[2] <= times[3]);
    }

    [Fact]
    public void KeptConnections_AreCountedAndQueued()
    {
        using var rig = new ProxyRig(Models.Logged("$connection $connection_requests $upstream_reused $connect_time"));
        WireEnd client = rig.Connect();
        Exchange(rig, "GET / HTTP/1.1\r\nHost: h.example\r\n\r\n", client);
        Exchange(rig, "GET / HTTP/1.1\r\nHost: h.example\r\n\r\n", client);

        string[] lines = rig.TakeLog().TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.Matches(@"\A1 1 0 0\.\d{6}\z", lines[0]);
        Assert.StartsWith("1 2 ", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: other\r\n\r\n", "\"GET / HTTP/1.1\" 404 no-route application/xml -")]
    [InlineData("TRACE / HTTP/1.1\r\nHost: h.example\r\n\r\n", "\"TRACE / HTTP/1.1\" 405 method-not-allowed application/xml -")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "\"GET / HTTP/1.1\" 400 host-missing application/xml -")]
    [InlineData("GET /?X-Amz-Signature=0123456789abcdef&a HTTP/9\r\n\r\n", "\"GET /?X-Amz-Signature=***&a HTTP/9\" 400 bad-version application/xml -")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: h.example\r\n\r\n", "\"OPTIONS * HTTP/1.1\" 200 - - -")]
    public void AnswersOfTheProxy_AreLogged(string request, string expected)
    {
        using var rig = new ProxyRig(Models.Logged("\"$request\" $status $sent_http_x_proxy_error $sent_http_content_type $upstream_status"));

        rig.Send(request);

        Assert.Equal(expected + "\n", rig.TakeLog());
    }

    [Fact]
    public void FailedUpstream_IsLogged()
    {
        using var rig = new ProxyRig(Models.Logged("$status $proxy_error $upstream_status $upstream_response_time $body_bytes_sent"));
        rig.Refuse();

        string heard = rig.Send("GET / HTTP/1.1\r\nHost: h.example\r\n\r\n").Received;

        Assert.Equal($"502 connect-failed - - {heard.Split("\r\n\r\n", 2)[1].Length}\n", rig.TakeLog());
    }

    [Fact]
    public void ClientThatLeft_Is499()
    {
        using var rig = new ProxyRig(Models.Logged("$status $bytes_sent $request_completion|"));
        WireEnd client = rig.Send("GET / HTTP/1.1\r\nHost: h.example\r\n\r\n");

        client.Reset();
        rig.Run();

        Assert.Equal("499 0 |\n", rig.TakeLog());
    }

    [Fact]
    public void ConnectionWithoutARequest_IsNotLogged()
    {
        using var rig = new ProxyRig(Models.Logged("$status"));
        WireEnd client = rig.Send("GET / HT");

        client.Reset();
        rig.Run();

        Assert.Equal("", rig.TakeLog());
    }

    [Theory]
    [InlineData($"GET /a?x=1&X-Amz-Signature={Signature} HTTP/1.1\r\nHost: h.example\r\n\r\n")]
    [InlineData($"GET /a?x-amz-credential={Signature}&X-Amz-Security-Token={Signature} HTTP/1.1\r\nHost: h.example\r\n\r\n")]
    [InlineData($"GET /a?X%2DAmz%2dSignature={Signature}&Signature={Signature};AWSAccessKeyId={Signature} HTTP/1.1\r\nHost: h.example\r\n\r\n")]
    [InlineData($"GET http://h.example/a?X-Amz-Signature={Signature} HTTP/1.1\r\nHost: h.example\r\n\r\n")]
    [InlineData($"GET /a HTTP/1.1\r\nHost: h.example\r\nAuthorization: AWS4-HMAC-SHA256 {Signature}\r\n\r\n")]
    [InlineData($"GET /a HTTP/1.1\r\nHost: h.example\r\nX-Amz-Security-Token: {Signature}\r\n\r\n")]
    [InlineData($"GET /a HTTP/1.1\r\nHost: h.example\r\nReferer: http://h/?a&X-Amz-Signature={Signature}\r\n\r\n")]
    [InlineData($"GET /a?X-Amz-Signature={Signature} HTTP/1.1\r\nHost: other\r\n\r\n")]
    [InlineData($"GET /a?X-Amz-Signature={Signature}\r\n\r\n")]
    public void Secrets_AreMasked(string request)
    {
        foreach (string format in (string[])
            [
                "combined",
                "json",
                "$request $request_uri $args $query_string $http_authorization $http_x_amz_security_token $http_referer $arg_x_amz_signature $arg_signature ",
            ])
        {
            using var rig = new ProxyRig(Models.Logged(format));

            Exchange(rig, request);

            string line = rig.TakeLog();
            Assert.NotEmpty(line);
            Assert.DoesNotContain(Signature, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET /a?q=%22 HTTP/1.1\r\nHost: h.example\r\nUser-Agent: \"\\ \xe9 \t\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: h.example\r\nUser-Agent: \xc3\xa9\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: other\r\n\r\n")]
    [InlineData("nonsense \x01\"\r\n\r\n")]
    public void Json_IsOneObjectPerLine(string request)
    {
        using var rig = new ProxyRig(Models.Logged("json"));

        Exchange(rig, request);

        string line = rig.TakeLog();
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        using JsonDocument document = JsonDocument.Parse(line);
        Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("status").ValueKind);
        Assert.True(document.RootElement.GetProperty("total").GetDouble() >= 0);
    }

    [Fact]
    public void Json_HoldsTheIdOfS3AndOurTimes()
    {
        using var rig = new ProxyRig(Models.Logged("json"));

        Exchange(rig, "GET /a HTTP/1.1\r\nHost: h.example\r\nUser-Agent: \"é\"\r\n\r\n".Replace("é", "\xc3\xa9", StringComparison.Ordinal));

        using JsonDocument document = JsonDocument.Parse(rig.TakeLog());
        JsonElement root = document.RootElement;
        Assert.Equal("R3Q", root.GetProperty("x_amz_request_id").GetString());
        Assert.Equal("\"é\"", root.GetProperty("user_agent").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("queue").ValueKind);
        foreach (string stage in (string[])["connect", "sign", "first_byte", "total"])
        {
            Assert.True(root.GetProperty(stage).GetDouble() >= 0, stage);
        }
    }

    [Fact]
    public void WithoutALog_NothingIsWritten()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));

        Exchange(rig, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Empty(rig.Shard.Snapshot.AccessLogs);
    }

    /// <summary>One request and the origin's answer to it. Returns what the client heard.</summary>
    private static string Exchange(ProxyRig rig, string request, WireEnd? client = null)
    {
        client ??= rig.Connect();
        client.Send(request);
        rig.Run();
        if (rig.Origins.Count > 0 && rig.Origin.IsOpen && Regex.IsMatch(rig.Origin.Take(), @"\A[A-Z]+ "))
        {
            rig.Origin.Send(Answer);
            rig.Run();
        }

        return client.Take();
    }
}
