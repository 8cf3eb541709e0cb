using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;
using AwsAuthFastProxy.Transport.Tls;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Sessions;

/// <summary>What stands before the first request where a listener asks for more: whose connection it is, and TLS.</summary>
internal sealed partial class Session
{
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask BeginAsync(Connection client, ListenerAccess listener)
    {
        if (listener.ProxyProtocol)
        {
            if (!await ReadProxyHeaderAsync(client))
            {
                _shard.Counters.ProxyHeadersRejected++;
                Tell(static (logger, name, _) => ProxyLog.ProxyHeaderRejected(logger, name), "");
                client.Close();
                return;
            }

            if (_list.Admit(this, out bool mayBeTold) is { } refusal)
            {
                IsRefusal = true;
                if (listener.Tls is null && mayBeTold)
                {
                    await RefuseAsync(client, refusal);
                }

                client.Close();
                return;
            }
        }

        if (listener.Tls is null)
        {
            await RunAsync(client);
        }
        else if (await SecureAsync(client, listener.Tls) is { } secured)
        {
            _client = secured;
            await RunAsync(secured);
        }
    }

    /// <summary>Reads the header of the PROXY protocol, before which nothing else may come; the rest stays unread.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadProxyHeaderAsync(Connection client)
    {
        client.Input.WindowLimit = Math.Max(client.Input.WindowLimit, ProxyHeader.MostV2);
        _deadline.Set(_shard.Loop.Now + _shard.Snapshot.ClientHeader);
        ProxyHeaderParse header = default;
        while (!header.IsRejected && !header.IsComplete)
        {
            header = await client.Input.FillAsync() == IoStatus.Ok ? ProxyHeader.Parse(client.Input.Unread) : ProxyHeaderParse.Rejected;
        }

        _deadline.Cancel();
        if (header.IsRejected)
        {
            return false;
        }

        client.Input.Consume(header.Length);
        Address = header.Client ?? Address;
        return true;
    }

    /// <summary>TLS with the client; null when there is none to be had, the connection is then closed.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<Connection?> SecureAsync(Connection client, ListenerTls tls)
    {
        LinkedListNode<Session> place = _list.BeginHandshake(this);
        DialResult result;
        try
        {
            result = await TlsAcceptor.AuthenticateAsync(client, tls.Select, _shard.Loop.Now + _shard.Snapshot.TlsHandshake);
        }
        finally
        {
            _list.EndHandshake(place);
        }

        if (result.Connection is null)
        {
            _shard.Counters.TlsHandshakeFailures++;
            Tell(static (logger, name, detail) => ProxyLog.HandshakeFailed(logger, name, detail), result.Error ?? "");
            return null;
        }

        _shard.Counters.TlsHandshakes++;
        return result.Connection;
    }

    private void Tell(Action<ILogger, string, string> log, string detail)
    {
        if (_shard.Logger.IsEnabled(LogLevel.Debug))
        {
            log(_shard.Logger, Address.ToString(), detail);
        }
    }
}
