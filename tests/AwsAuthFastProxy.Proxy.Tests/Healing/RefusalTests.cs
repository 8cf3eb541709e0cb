using System.IO.Compression;
using System.Text;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Healing;

/// <summary>Answers about our signature: no client sees one, and the log says once why.</summary>
public class RefusalTests
{
    private const string OtherSecret = "another-secret-key";

    [Fact]
    public void WrongSecret_IsExplainedOnceAndNotShown()
    {
        using var rig = new S3Rig(With(new SecretCredentials("edge", Models.AccessKey, OtherSecret, sessionToken: null)));

        for (int i = 0; i < 3; i++)
        {
            string heard = rig.Ask("GET /secret-path");
            Refusals.AssertIs(502, "signature-refused", heard);
            Assert.DoesNotContain("AWS4-HMAC", heard, StringComparison.Ordinal);
            Assert.DoesNotContain(Models.AccessKey, heard, StringComparison.Ordinal);
        }

        Assert.Single(rig.Proxy.Log.Loud, static line => line.Contains("both sides signed the same", StringComparison.Ordinal));
        Assert.Equal(3, rig.Requests.Count);
        Assert.Equal(3, rig.Proxy.Counters.SignaturesRefused);
        Assert.Equal(1, rig.Proxy.Counters.Dials);
        rig.Proxy.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(SigningForm.Header)]
    [InlineData(SigningForm.Query)]
    public void ChangeOnTheWay_IsNamed(SigningForm form)
    {
        using var rig = new S3Rig(With(Models.Credentials, form));
        rig.Proxy.Accept();
        // Somebody between proxy and S3 changes a field that is signed.
        _ = new EchoOrigin(rig.Proxy)
        {
            Answer = head => rig.AskOrigin(head.Replace("Range: bytes=0-9", "Range: bytes=0-8", StringComparison.Ordinal)),
        };

        string heard = rig.Proxy.Send("GET /a%20b?x-id=1 HTTP/1.1\r\nHost: h\r\nRange: bytes=0-9\r\n\r\n").Received;

        Refusals.AssertIs(502, "signature-refused", heard);
        Assert.Contains(
            "header range: the upstream has \"range:bytes=0-8\", we signed \"range:bytes=0-9\"",
            rig.Proxy.Log.Loud.First(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedToken_IsNeverLogged()
    {
        CredentialSource temporary = new SecretCredentials("edge", Models.AccessKey, Models.Secret, Models.Token);
        using var rig = new S3Rig(With(temporary), sessionToken: "changed-token");
        rig.Proxy.Accept();
        _ = new EchoOrigin(rig.Proxy) { Answer = head => rig.AskOrigin(head.Replace(Models.Token, "changed-token", StringComparison.Ordinal)) };

        string heard = rig.Proxy.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Refusals.AssertIs(502, "signature-refused", heard);
        Assert.Contains("a masked session token differs", rig.Proxy.Log.Loud.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Proxy.Log.Lines, static line => line.Text.Contains(Models.Token, StringComparison.Ordinal) || line.Text.Contains("changed-token", StringComparison.Ordinal));
    }

    public static TheoryData<int, string, string, string> Answers => new()
    {
        { 403, "", "<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKID</AWSAccessKeyId></Error>", "credentials-refused" },
        { 400, "", "<Error><Code>ExpiredToken</Code><Token-0>T</Token-0></Error>", "credentials-refused" },
        { 400, "", "<Error><Code>InvalidToken</Code></Error>", "credentials-refused" },
        { 403, "", "<Error><Code>RequestTimeTooSkewed</Code></Error>", "clock-refused" },
        { 400, "", "<Error><Code>AuthorizationHeaderMalformed</Code><Message>incorrect service</Message></Error>", "scope-refused" },
        { 400, "", "<Error>\n <Code> AuthorizationQueryParametersError </Code></Error>", "scope-refused" },
        { 307, "Location: http://elsewhere/\r\n", "<Error><Code>TemporaryRedirect</Code></Error>", "scope-refused" },
        { 403, "", "<Error><Code>SignatureDoesNotMatch</Code>", "signature-refused" },
        { 403, "", "<Error><Code>Odd</Code><StringToSign>AWS4</StringToSign></Error>", "signature-refused" },
        { 403, "", "<Error><Code>Odd</Code><CanonicalRequestBytes>47</CanonicalRequestBytes></Error>", "signature-refused" },
        { 403, "x-amzn-ErrorType: UnrecognizedClientException\r\n", "{}", "credentials-refused" },
        { 403, "X-Amzn-Errortype: InvalidSignatureException:http://internal/\r\n", "{\"message\":\"x\"}", "signature-refused" },
        { 400, "", "{\"__type\":\"com.amazon.coral.service#IncompleteSignatureException\"}", "signature-refused" },
        { 403, "", "{\"message\":\"The Canonical String for this request should have been 'GET'\"}", "signature-refused" },
        { 403, "", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "" },
        { 400, "", "<Error><Code>InvalidArgument</Code></Error>", "" },
        { 400, "", "<Error><Code>IllegalLocationConstraintException</Code></Error>", "" },
        { 403, "", "", "" },
        { 403, "", "no XML at all", "" },
        { 404, "", "<Error><Code>SignatureDoesNotMatch</Code></Error>", "" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_IsOursOrTheUpstreams(int status, string fields, string body, string reason)
    {
        foreach (bool chunked in new[] { false, true })
        {
            using var rig = new ProxyRig(Models.Named("read"));
            string framed = chunked
                ? $"Transfer-Encoding: chunked\r\n\r\n{(body.Length > 0 ? $"{body.Length:x}\r\n{body}\r\n" : "")}0\r\n\r\n"
                : $"Content-Length: {body.Length}\r\n\r\n{body}";
            string answer = $"HTTP/1.1 {status} Odd\r\n{fields}{framed}";
            for (int cut = 1; cut <= answer.Length; cut += 17)
            {
                WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
                rig.Origin.Send(Encoding.ASCII.GetBytes(answer), Fragmentation.At(cut));
                rig.Run();
                string heard = client.Take();
                client.Close();
                rig.Run();
                if (reason.Length > 0)
                {
                    Refusals.AssertIs(502, reason, heard);
                    continue;
                }

                Assert.StartsWith($"HTTP/1.1 {status} Odd\r\n", heard, StringComparison.Ordinal);
                Assert.EndsWith(chunked ? "\r\n0\r\n\r\n" : $"\r\n\r\n{body}", heard, StringComparison.Ordinal);
            }

            Assert.Equal(1, rig.Counters.Dials);
            rig.AssertNothingLeaks();
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void PackedAnswer_IsReadAllTheSame(string coding)
    {
        using var rig = new ProxyRig(Models.Named("read"));
        byte[] denied = Packed(coding, "<Error><Code>AccessDenied</Code></Error>");
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip, br\r\n\r\n");
        AnswerPacked(rig, coding, denied);
        Assert.StartsWith("HTTP/1.1 403 No\r\n", client.Received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Encoding.Latin1.GetString(denied), client.Take(), StringComparison.Ordinal);

        client.Send("GET /a HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip, br\r\n\r\n");
        rig.Run();
        AnswerPacked(rig, coding, Packed(coding, $"<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>{Models.AccessKey}</AWSAccessKeyId></Error>"));
        Refusals.AssertIs(502, "signature-refused", client.Received);
        Assert.Equal(1, rig.Counters.Dials);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip\r\nContent-Encoding: gzip")]
    public void AnswerThatCannotBeUnpacked_IsNotShown(string coding)
    {
        using var rig = new ProxyRig(Models.Named("read"));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        AnswerPacked(rig, coding, "packed otherwise"u8.ToArray());

        Refusals.AssertIs(502, "signature-refused", client.Received);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CodeThatIsNoName_IsNotLogged()
    {
        using var rig = new ProxyRig(Models.Named("read"));
        const string Body = "<Error><Code>Odd\r\nfail: forged \x1b[2J</Code><StringToSign>AWS4</StringToSign></Error>";
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send($"HTTP/1.1 403 No\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        rig.Run();

        Refusals.AssertIs(502, "signature-refused", client.Received);
        Assert.NotEmpty(rig.Log.Loud);
        Assert.DoesNotContain(rig.Log.Lines, static line => line.Text.Contains("forged", StringComparison.Ordinal));
    }

    private static byte[] Packed(string coding, string text)
    {
        var packed = new MemoryStream();
        using (Stream content = coding == "br" ? new BrotliStream(packed, CompressionMode.Compress)
            : coding == "deflate" ? new ZLibStream(packed, CompressionMode.Compress)
            : new GZipStream(packed, CompressionMode.Compress))
        {
            content.Write(Encoding.ASCII.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static void AnswerPacked(ProxyRig rig, string coding, byte[] body)
    {
        rig.Origin.Send($"HTTP/1.1 403 No\r\nContent-Encoding: {coding}\r\nContent-Length: {body.Length}\r\n\r\n").Send(body);
        rig.Run();
    }

    [Fact]
    public void LargeAnswer_IsJudgedByItsBeginningAndPassedOnWhole()
    {
        using var rig = new ProxyRig(Models.Named("read"));
        string body = "<Error><Code>AccessDenied</Code>" + new string('x', 300_000);
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send($"HTTP/1.1 403 No\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        rig.Run();

        Assert.EndsWith(body, client.Received, StringComparison.Ordinal);
        client.Close();

        client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        body = "<Error><Code>SignatureDoesNotMatch</Code>" + new string('x', 300_000);
        rig.Origin.Send($"HTTP/1.1 403 No\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        rig.Run();
        Refusals.AssertIs(502, "signature-refused", client.Received);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UnfinishedAnswer_IsNotWaitedForWithoutEnd()
    {
        using var rig = new ProxyRig(Models.Named("read"));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 403 No\r\nContent-Length: 1000\r\n\r\n<Error><Code>SignatureDoesNotMatch</Code>");
        rig.Run();
        Assert.Equal("", client.Received);
        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(502, "signature-refused", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UnsignedRoute_PassesEverythingOn()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        _ = new EchoOrigin(rig) { Answer = static _ => "HTTP/1.1 403 No\r\nContent-Length: 34\r\n\r\n<Code>SignatureDoesNotMatch</Code>" };

        Assert.EndsWith("<Code>SignatureDoesNotMatch</Code>", rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusalOfAPut_EndsTheUploadAndIsOurs()
    {
        using var rig = new ProxyRig(Models.Named("write"));
        WireEnd client = rig.Send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nbegin");
        rig.Origin.Send("HTTP/1.1 403 No\r\nContent-Length: 47\r\n\r\n<Error><Code>SignatureDoesNotMatch</Code></Error>"[..]);
        rig.Run();

        Refusals.AssertIs(502, "signature-refused", client.Received);
        client.Close();
        rig.AssertNothingLeaks();
    }

    private static ProxyModel With(CredentialSource credentials, SigningForm form = SigningForm.Header) =>
        Models.Of(Models.Bucket(credentials: credentials), route => route with { Signing = form });
}
