using System.Text;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>The far end of one of the proxy's connections, a client's or an origin's: sends pieces of text, keeps what comes. Text is Latin-1.</summary>
internal sealed class WireEnd
{
    private readonly List<byte> _received = [];
    private readonly Queue<byte[]> _outbox = new();
    private bool _endAfterOutbox;
    private bool _sending;
    private bool _stopped;

    public WireEnd(MemoryConnection connection, bool read = true)
    {
        Connection = connection;
        if (read)
        {
            StartReading();
        }
    }

    public MemoryConnection Connection { get; }

    public string Received => Encoding.Latin1.GetString([.. _received]);

    public int ReceivedLength => _received.Count;

    /// <summary>How the proxy ended its side; Ok while it has not.</summary>
    public IoStatus Ended { get; private set; }

    public bool IsOpen => Ended == IoStatus.Ok && !_stopped;

    /// <summary>Whether this side has let go of the connection.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Whether pieces wait to be sent.</summary>
    public bool HasMore => _outbox.Count > 0 && !_sending && !_stopped;

    public void StartReading() => _ = ReadAsync();

    /// <summary>Forgets what came so far and returns it.</summary>
    public string Take()
    {
        string text = Received;
        _received.Clear();
        return text;
    }

    /// <summary>Queues one piece; pieces leave one at a time, each when the proxy has nothing left to do.</summary>
    public WireEnd Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public WireEnd Send(byte[] piece)
    {
        if (piece.Length > 0)
        {
            _outbox.Enqueue(piece);
        }

        return this;
    }

    /// <summary>Queues a text in the pieces that <paramref name="fragmentation"/> makes of it.</summary>
    public WireEnd Send(byte[] bytes, Fragmentation fragmentation)
    {
        foreach (byte[] piece in fragmentation.Cut(bytes))
        {
            Send(piece);
        }

        return this;
    }

    /// <summary>Ends this side behind what is queued.</summary>
    public WireEnd End()
    {
        _endAfterOutbox = true;
        EndIfDue();
        return this;
    }

    public void Reset()
    {
        _stopped = true;
        Connection.Reset();
    }

    /// <summary>Closes both directions at once.</summary>
    public void Close()
    {
        _stopped = true;
        Connection.Close();
    }

    /// <summary>Sends the next piece.</summary>
    public void SendNext() => _ = SendNextAsync();

    private async Task SendNextAsync()
    {
        _sending = true;
        IoStatus status = await Connection.Output.SendAsync(_outbox.Dequeue());
        _sending = false;
        if (status != IoStatus.Ok)
        {
            _outbox.Clear();
        }

        EndIfDue();
    }

    private void EndIfDue()
    {
        if (_endAfterOutbox && _outbox.Count == 0 && !_sending)
        {
            _endAfterOutbox = false;
            Connection.ShutdownSend();
        }
    }

    private async Task ReadAsync()
    {
        IoStatus status;
        while ((status = await Connection.Input.FillAsync()) == IoStatus.Ok)
        {
            _received.AddRange(Connection.Input.Unread);
            Connection.Input.Drop();
        }

        Ended = status;
    }
}
