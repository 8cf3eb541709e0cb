using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>An upstream that fails at every byte of its response: the right status or a cut, never a whole response, and a pool that is sound.</summary>
public class FailureInjectionTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    public static TheoryData<string, string, bool> Responses
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (bool reset in new[] { false, true })
            {
                data.Add("HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 5\r\n\r\nhello", "hello", reset);
                data.Add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n", "0\r\n\r\n", reset);
                data.Add("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", reset);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void UpstreamThatEndsAtAnyByte_IsA502OrACut(string response, string lastBytes, bool reset)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        int finalHead = response.LastIndexOf("HTTP/1.1 200", StringComparison.Ordinal);
        int headEnd = response.IndexOf("\r\n\r\n", finalHead, StringComparison.Ordinal) + 4;
        for (int length = 0; length < response.Length; length++)
        {
            long failed = rig.Counters.Failed;
            long truncated = rig.Counters.Truncated;
            WireEnd client = rig.Send(Get);
            rig.Origin.Send(response[..length]);
            rig.Run();
            if (reset)
            {
                rig.Origin.Reset();
            }
            else
            {
                rig.Origin.End();
            }

            rig.Run();
            if (length < headEnd)
            {
                string heard = client.Received;
                Refusals.AssertIs(502, "no-response", heard[heard.IndexOf("HTTP/1.1 502", StringComparison.Ordinal)..]);
                Assert.Equal(failed + 1, rig.Counters.Failed);
                Assert.True(client.IsOpen);
            }
            else
            {
                Assert.Contains("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
                Assert.False(client.Received.EndsWith("\r\n" + lastBytes, StringComparison.Ordinal), $"looks whole at {length}");
                Assert.False(client.IsOpen);
                Assert.Equal(truncated + 1, rig.Counters.Truncated);
            }

            client.Close();
            AssertServes(rig);
        }

        rig.AssertNothingLeaks();
    }

    [Fact]
    public void GarbageOfAnyLength_IsA502()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] garbage = new byte[random.Next(1, 2000)];
            random.NextBytes(garbage);
            WireEnd client = rig.Send(Get);
            rig.Origin.Send(garbage);
            rig.Run();
            rig.Origin.End();
            rig.Run();
            Assert.StartsWith("HTTP/1.1 502 ", client.Received, StringComparison.Ordinal);
            client.Close();
            AssertServes(rig);
        }

        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RF12_HeadWithoutEnd_502AsSoonAsItIsTooLarge()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nX: ");
        for (int i = 0; i < 100 && rig.Origin.IsOpen; i++)
        {
            rig.Origin.Send(new string('x', 1000));
            rig.Run();
        }

        Refusals.AssertIs(502, "bad-response", client.Received);
        Assert.True(rig.Origins.Count == 1 && !rig.Origin.IsOpen);
        client.Close();
        AssertServes(rig);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void InformationalResponsesWithoutEnd_502()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send(Get);
        rig.Origin.Send(string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 1000)));
        rig.Run();

        string received = client.Received;
        Refusals.AssertIs(502, "too-many-interim-responses", received[received.IndexOf("HTTP/1.1 502", StringComparison.Ordinal)..]);
        client.Close();
        AssertServes(rig);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UpstreamThatEndsInAnUploadAtAnyByte_IsA502()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        const string Body = "hello world";
        for (int length = 0; length < Body.Length; length++)
        {
            WireEnd client = rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..length]}");
            rig.Origin.Reset();
            rig.Run();
            client.Send(Body[length..]);
            rig.Run();
            Refusals.AssertIs(502, "no-response", client.Received);
            Assert.False(client.IsOpen);
            client.Close();
            AssertServes(rig);
        }

        rig.AssertNothingLeaks();
    }

    [Fact]
    public void CN14_ManyClientsOverFailingUpstreams_NobodyHearsAnothersAnswer()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        var random = new Random(3);
        var origin = new EchoOrigin(rig);
        Func<string, string> whole = origin.Answer;
        origin.Answer = head => random.Next(4) switch
        {
            0 => whole(head)[..^random.Next(1, 20)],
            1 => whole(head) + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            _ => whole(head),
        };
        var clients = Enumerable.Range(0, 20).Select(_ => rig.Connect()).ToList();
        int good = 0;
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < clients.Count; i++)
            {
                if (!clients[i].IsOpen)
                {
                    clients[i].Close();
                    clients[i] = rig.Connect();
                }

                clients[i].Send($"GET /{round}/{i} HTTP/1.1\r\nHost: h\r\n\r\n");
            }

            rig.Run();
            foreach (WireEnd stuck in rig.Origins.Where(static end => end.IsOpen))
            {
                // Half a response is never finished.
                stuck.End();
            }

            rig.Run();
            for (int i = 0; i < clients.Count; i++)
            {
                string heard = clients[i].Take();
                Assert.DoesNotContain("evil", heard, StringComparison.Ordinal);
                if (heard.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                {
                    Assert.StartsWith(heard.Split("\r\n\r\n", 2)[1], $"GET /{round}/{i} HTTP/1.1", StringComparison.Ordinal);
                    good += clients[i].IsOpen ? 1 : 0;
                }
                else
                {
                    Refusals.AssertIs(502, "no-response", heard);
                }
            }
        }

        Assert.InRange(good, 1000, 1999);
        rig.AssertNothingLeaks();
    }

    private static void AssertServes(ProxyRig rig)
    {
        var origin = new EchoOrigin(rig);
        // Connections of earlier rounds that the test has let go of.
        WireEnd client = rig.Send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.EndsWith("GET /next HTTP/1.1", client.Received, StringComparison.Ordinal);
        Assert.Single(origin.Requests);
        client.Close();
        rig.Origin.End();
        rig.React = null;
        rig.Run();
        Assert.Equal(0, rig.Counters.UpstreamConnections);
    }
}
