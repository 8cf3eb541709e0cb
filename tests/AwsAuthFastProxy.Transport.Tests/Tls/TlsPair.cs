using System.Net.Security;
using System.Security.Authentication;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tests.Connections;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

/// <summary>A client of the product and a server of the framework, over a connection in memory that records what the server sends.</summary>
internal sealed class TlsPair : IDisposable
{
    public const string Name = "origin.example";

    private readonly MemoryPair _pair;
    private readonly ConnectionStream _serverStream;

    public TlsPair(MemoryPair? pair = null)
    {
        _pair = pair ?? new MemoryPair();
        _serverStream = new ConnectionStream(_pair.Far);
        Recorded = new RecordingStream(_serverStream);
        Server = new SslStream(Recorded, leaveInnerStreamOpen: true);
    }

    public MemoryLoop Loop => _pair.Loop;

    public ManualClock Clock => _pair.Clock;

    public MemoryConnection Near => _pair.Near;

    public MemoryConnection Far => _pair.Far;

    public SslStream Server { get; }

    public RecordingStream Recorded { get; }

    public Connection Client { get; private set; } = null!;

    public static TlsPair Connected(SslProtocols protocol = SslProtocols.None)
    {
        var pair = new TlsPair();
        SslClientAuthenticationOptions options = TestAuthority.Shared.Client(Name);
        options.EnabledSslProtocols = protocol;
        DialResult result = pair.Handshake(options, TestAuthority.Shared.Server(Name));
        Assert.True(result.Status == IoStatus.Ok, result.Error);
        return pair;
    }

    public DialResult Handshake(SslClientAuthenticationOptions client, SslServerAuthenticationOptions server)
    {
        ValueTask<DialResult> dial = TlsDialer.AuthenticateAsync(Near, client, Loop.Now + 10_000);
        Task accept = Server.AuthenticateAsServerAsync(server);
        DialResult result = Ended(dial);
        if (result.Status == IoStatus.Ok)
        {
            Ended(accept);
            Client = result.Connection!;
        }
        else
        {
            Loop.RunUntilIdle();
            Assert.True(accept.IsFaulted || !accept.IsCompleted || accept.IsCompletedSuccessfully);
        }

        return result;
    }

    public T Ended<T>(ValueTask<T> task) => _pair.Ended(task);

    public void Pending<T>(ValueTask<T> task) => _pair.Pending(task);

    public void Ended(Task task)
    {
        Loop.RunUntilIdle();
        Assert.True(task.IsCompleted, "still pending");
        task.GetAwaiter().GetResult();
    }

    public void ServerSends(ReadOnlySpan<byte> bytes) => Ended(Server.WriteAsync(bytes.ToArray()).AsTask());

    /// <summary>What the client receives next, as one piece of text.</summary>
    public byte[] ClientReceives()
    {
        Assert.Equal(IoStatus.Ok, Ended(Client.Input.FillAsync()));
        byte[] bytes = Client.Input.Unread.ToArray();
        Client.Input.Drop();
        return bytes;
    }

    public byte[] ServerReceives(int count)
    {
        byte[] bytes = new byte[count];
        Ended(Server.ReadExactlyAsync(bytes).AsTask());
        return bytes;
    }

    public void Dispose()
    {
        Client?.Close();
        Far.Close();
        Loop.RunUntilIdle();
        Server.Dispose();
        _pair.Dispose();
        Recorded.Dispose();
    }
}
