using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Sessions;

/// <summary>
/// One client connection being served: request after request until either side has enough. Between requests it holds its connection and
/// one deadline, nothing else; what a request needs is an <see cref="Exchange"/>, rented when its first byte is there.
/// </summary>
internal sealed partial class Session
{
    private const int LingerBytes = 1 << 20;

    private readonly Shard _shard;
    private readonly SessionList _list;
    private readonly DetachedTask _run;
    private readonly Deadline _deadline;
    private Connection? _client;
    private Exchange? _exchange;
    private bool _idle;
    private long _number;
    private int _requests;
    private int _listener;

    public Session(Shard shard, SessionList list)
    {
        _shard = shard;
        _list = list;
        _run = new DetachedTask(OnEnded);
        _deadline = new Deadline(shard.Loop.Timers, () => _client?.Input.EndFill(IoStatus.TimedOut));
    }

    // Links of the list of open sessions.
    public Session? Previous { get; set; }

    public Session? Next { get; set; }

    /// <summary>Who the client is.</summary>
    public ClientAddress Address { get; private set; }

    /// <summary>The client is being told why it is not served.</summary>
    public bool IsRefusal { get; private set; }

    /// <summary>It holds one of its client's connections, to be given back.</summary>
    public bool IsCounted { get; set; }

    /// <summary>1 accept: serves <paramref name="client"/> to its end, or tells it why not, then goes back to the list.</summary>
    public void Start(Connection client, ClientAddress address, ListenerAccess listener, int listenerIndex, ProxyError? refusal)
    {
        _client = client;
        Address = address;
        IsRefusal = refusal is not null;
        _number = _shard.Counters.Accepted;
        _requests = 0;
        _listener = listenerIndex;
        _run.Start(
            refusal is { } error ? RefuseAsync(client, error)
            : listener.IsPlain ? RunAsync(client)
            : BeginAsync(client, listener));
    }

    /// <summary>
    /// One more request is its last. Between requests it waits for that one no longer than <c>timeouts.drainIdle</c>: closed at once, a request that is
    /// on its way would be lost.
    /// </summary>
    public void Drain()
    {
        if (!_idle)
        {
            return;
        }

        if (_shard.Snapshot.DrainIdle == 0)
        {
            _client?.Input.EndFill(IoStatus.Aborted);
        }
        else
        {
            _deadline.Set(Math.Min(_deadline.Due, _shard.Loop.Now + _shard.Snapshot.DrainIdle));
        }
    }

    /// <summary>Ends it, whatever it is at.</summary>
    public void Abort()
    {
        _exchange?.Abort();
        _client?.Close();
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RunAsync(Connection client)
    {
        while (true)
        {
            if (IsBetweenRequests(client.Input))
            {
                // While draining too: the last answer did not say that it was the last.
                long patience = _shard.IsDraining ? Math.Min(_shard.Snapshot.ClientIdle, _shard.Snapshot.DrainIdle) : _shard.Snapshot.ClientIdle;
                if (patience == 0)
                {
                    break;
                }

                ValueTask<IoStatus> fill = client.Input.FillAsync();
                _idle = true;
                _deadline.Set(_shard.Loop.Now + patience);
                IoStatus status = await fill;
                _deadline.Cancel();
                _idle = false;
                if (status != IoStatus.Ok)
                {
                    _shard.Counters.IdleTimeouts += status == IoStatus.TimedOut && !_shard.IsDraining ? 1 : 0;
                    break;
                }

                continue;
            }

            Exchange exchange = _list.RentExchange();
            _exchange = exchange;
            exchange.Record.Number(_number, _requests + 1);
            (exchange.Values.ConnectionNumber, exchange.Values.ConnectionRequests, exchange.Values.Listener) = (_number, _requests + 1, _listener);
            bool isLast = ++_requests >= _shard.Snapshot.Model.Limits.RequestsPerConnection;
            ExchangeEnd end;
            try
            {
                end = await exchange.RunAsync(client, Address, isLast);
            }
            finally
            {
                exchange.End();
            }

            _exchange = null;
            _list.ReturnExchange(exchange);
            _shard.Counters.RequestLimitReached += isLast ? 1 : 0;
            if (end == ExchangeEnd.KeepOpen)
            {
                continue;
            }

            if (end == ExchangeEnd.Linger)
            {
                await LingerAsync(client);
            }

            break;
        }

        client.Close();
    }

    /// <summary>
    /// Nothing is there but empty lines, which are no request (RFC 9112 §2.2). They stay unread: how many a request may follow is the parser's
    /// to say, and it says so of the fifth octet at the latest.
    /// </summary>
    private static bool IsBetweenRequests(ConnectionReader input) =>
        input.UnreadLength == 0 || (input.UnreadLength <= 4 && "\r\n\r\n"u8.StartsWith(input.Unread));

    /// <summary>There is no room for this client, or no time.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RefuseAsync(Connection client, ProxyError error)
    {
        ErrorAnswer answer = ErrorAnswers.Of(error);
        _shard.Telemetry.Reject(ErrorAnswers.IndexOf(answer));
        AnswerField field = answer.Status == 429 ? new AnswerField("Retry-After"u8, "1"u8) : default;
        AnswerWriter.WriteError(client.Output, answer, _shard.RequestIds.Next(), _shard.Clock.HttpDate, field, isHead: false, "close"u8);
        // A fresh connection takes some hundred bytes at once, or is not worth waiting for.
        ValueTask<IoStatus> send = client.Output.SendAsync(default);
        if (!send.IsCompleted)
        {
            client.Output.Interrupt(IoStatus.TimedOut);
        }

        if (await send == IoStatus.Ok)
        {
            await LingerAsync(client);
        }

        client.Close();
    }

    /// <summary>
    /// RFC 9112 §9.6: closing while the client still sends would reset the connection and may destroy the answer on its way. So only our
    /// side ends; what comes is thrown away, for a while.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask LingerAsync(Connection client)
    {
        client.ShutdownSend();
        _deadline.Set(_shard.Loop.Now + _shard.Snapshot.Linger);
        int taken = client.Input.UnreadLength;
        client.Input.Drop();
        while (taken < LingerBytes && await client.Input.FillAsync() == IoStatus.Ok)
        {
            taken += client.Input.UnreadLength;
            client.Input.Drop();
        }

        _deadline.Cancel();
    }

    private void OnEnded(Exception? error)
    {
        if (error is not null)
        {
            // A bug, since what clients and upstreams do are values. One session ends; the loop goes on.
            ProxyLog.SessionFaulted(_shard.Logger, error);
            _client?.Close();
        }

        _client = null;
        _exchange = null;
        _idle = false;
        _deadline.Remove();
        _list.OnEnded(this);
    }
}
