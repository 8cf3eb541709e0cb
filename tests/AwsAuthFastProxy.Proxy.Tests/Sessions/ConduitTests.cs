using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Bodies that pass inside the kernel keep all that copied ones keep.</summary>
public sealed class ConduitTests : IDisposable
{
    private const int Length = 300_000;
    private const string Get = "GET /o HTTP/1.1\r\nHost: h\r\n\r\n";

    private static readonly string s_body = Encoding.Latin1.GetString([.. Enumerable.Range(0, Length).Select(static i => (byte)(i * 7 % 251))]);
    private static readonly string s_head = $"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n";

    private readonly ProxyRig _rig = new(Models.Of(Models.Plain("o"), static route => route with { Methods = MethodSet.All }));

    public ConduitTests() => _rig.Loop.LendsConduits = true;

    public void Dispose()
    {
        _rig.AssertNothingLeaks();
        _rig.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(Length - 1)]
    public void Responses_ArriveWholeOnKeptConnections(int withHead)
    {
        WireEnd client = _rig.Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Send(Get);
            _rig.Run();
            _rig.Origin.Send(s_head + s_body[..withHead]).Send(s_body[withHead..]);
            _rig.Run();
            Assert.EndsWith("\r\n\r\n" + s_body, client.Take(), StringComparison.Ordinal);
        }

        Assert.Equal(1, _rig.Counters.Dials);
        Assert.Equal(3 * Length, _rig.Counters.ClientBytesSent, tolerance: 1000);
    }

    [Fact]
    public void ShortBody_IsCopied()
    {
        WireEnd client = _rig.Send(Get);
        _rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        _rig.Run();

        Assert.Equal(0, _rig.Loop.LentConduits);
        _rig.Origin.Send(new string('x', 1000));
        _rig.Run();
        Assert.EndsWith(new string('x', 1000), client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitForTheBody_HoldsNoBlock()
    {
        _rig.Send(Get);
        _rig.Origin.Send(s_head);
        _rig.Run();

        Assert.Equal(1, _rig.Loop.LentConduits);
        Assert.Equal(0, _rig.Loop.Buffers.OutstandingLarge);
    }

    [Fact]
    public void BytesBehindTheBody_ReachNobody()
    {
        WireEnd client = _rig.Send(Get);
        _rig.Origin.Send(s_head);
        _rig.Run();
        _rig.Origin.Send(s_body + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nX");
        _rig.Run();

        Assert.EndsWith("\r\n\r\n" + s_body, client.Take(), StringComparison.Ordinal);
        Assert.Equal(0, _rig.Counters.UpstreamConnections);
        client.Send(Get);
        _rig.Run();
        Assert.Equal(2, _rig.Counters.Dials);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BodyCutOff_EndsTheClientsConnection(bool reset)
    {
        WireEnd client = _rig.Send(Get);
        _rig.Origin.Send(s_head);
        _rig.Run();
        _rig.Origin.Send(s_body[..200_000]);
        _rig.Run();
        if (reset)
        {
            _rig.Origin.Connection.Reset();
        }
        else
        {
            _rig.Origin.End();
        }

        _rig.Run();
        Assert.False(client.IsOpen);
        Assert.EndsWith(s_body[..200_000], client.Received, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Counters.Truncated);
    }

    [Fact]
    public void SilentSource_EndsByItsDeadline()
    {
        WireEnd client = _rig.Send(Get);
        _rig.Origin.Send(s_head);
        _rig.Run();
        _rig.Advance(TimeSpan.FromSeconds(20));
        Assert.True(client.IsOpen);
        _rig.Advance(TimeSpan.FromSeconds(12));

        Assert.False(client.IsOpen);
        Assert.False(_rig.Origin.IsOpen);
        Assert.Equal(1, _rig.Counters.Truncated);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ClientThatLeaves_FreesTheUpstream(bool sinkIsFull)
    {
        WireEnd client = _rig.Connect(read: !sinkIsFull, capacity: sinkIsFull ? 10_000 : 1 << 20).Send(Get);
        _rig.Run();
        _rig.Origin.Send(s_head);
        _rig.Run();
        _rig.Origin.Send(s_body[..100_000]);
        _rig.Run();
        client.Connection.Reset();
        _rig.Run();

        Assert.Equal(0, _rig.Loop.LentConduits);
        Assert.False(_rig.Origin.IsOpen);
        Assert.Equal(0, _rig.Counters.Truncated);
    }

    [Fact]
    public void Upload_ArrivesWhole()
    {
        WireEnd client = _rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: {Length}\r\n\r\n");
        client.Send(s_body[..1000]).Send(s_body[1000..] + Get);
        _rig.Run();

        Assert.EndsWith("\r\n\r\n" + s_body, _rig.Origin.Take(), StringComparison.Ordinal);
        _rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        _rig.Run();
        Assert.StartsWith("HTTP/1.1 200 OK", client.Take(), StringComparison.Ordinal);

        // The request behind the body is the next one.
        Assert.StartsWith("GET /o HTTP/1.1", _rig.Origin.Take(), StringComparison.Ordinal);
        _rig.Origin.Send("HTTP/1.1 204 None\r\n\r\n");
        _rig.Run();
        Assert.StartsWith("HTTP/1.1 204", client.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void UploadThatTheOriginRefusesEarly_IsAnsweredAndLeavesNothing()
    {
        WireEnd client = _rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: {Length}\r\n\r\n");
        client.Send(s_body[..1000]).Send(s_body[1000..100_000]);
        _rig.Run();
        _rig.Origin.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").End();
        _rig.Run();

        Assert.StartsWith("HTTP/1.1 403", client.Take(), StringComparison.Ordinal);
    }
}
