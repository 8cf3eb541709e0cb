using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Microbenchmarks.Wire;

/// <summary>
/// The floor of an exchange: the same loop and connections, a receive and a send each way, nothing understood. What an exchange costs
/// beyond it is parsing, routing, signing and care.
/// </summary>
internal sealed class PlainRelay
{
    private readonly byte[] _request;
    private readonly byte[] _response;
    private readonly WireLoop _loop;
    private readonly WireConnection _client;
    private readonly DetachedTask _run = new(static _ => { });

    public PlainRelay(byte[] request, byte[] response)
    {
        _request = request;
        _response = response;
        _loop = new WireLoop(OnUpstream);
        _client = new WireConnection(_loop);
        _run.Start(RunAsync());
    }

    /// <summary>One exchange; the answer's length.</summary>
    public int Exchange()
    {
        _client.TakeOutgoing();
        _client.Deliver(_request);
        _loop.RunUntilIdle();
        return _client.Outgoing.Length;
    }

    /// <summary>Throws unless the answer is the upstream's.</summary>
    public void Check()
    {
        Exchange();
        if (!_client.Outgoing.SequenceEqual(_response))
        {
            throw new InvalidOperationException("wrong answer");
        }
    }

    private void OnUpstream(WireConnection upstream)
    {
        if (upstream.Outgoing.Length == _request.Length)
        {
            upstream.TakeOutgoing();
            upstream.Deliver(_response);
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RunAsync()
    {
        Connection upstream = (await _loop.DialAsync(new System.Net.IPEndPoint(0, 80), 0)).Connection!;
        while (await MoveAsync(_client.Input, upstream.Output, _request.Length)
            && await MoveAsync(upstream.Input, _client.Output, _response.Length))
        {
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> MoveAsync(ConnectionReader source, ConnectionWriter sink, int left)
    {
        while (left > 0)
        {
            if (await source.FillAsync() != IoStatus.Ok || await sink.SendAsync(source.UnreadMemory) != IoStatus.Ok)
            {
                return false;
            }

            left -= source.UnreadLength;
            source.Drop();
        }

        return true;
    }
}
