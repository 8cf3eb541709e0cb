using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>What is long, between two plain sockets.</summary>
internal sealed partial class BodyRelay
{
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayInsideKernelAsync(Conduit conduit, long remaining)
    {
        try
        {
            while (remaining > 0)
            {
                ValueTask<IoStatus> fill = _source.FillConduitAsync(conduit, remaining);
                IoStatus filled = fill.IsCompleted ? await fill : await _waits.ReadAsync(fill);
                if (filled != IoStatus.Ok)
                {
                    return RelayOutcome.SourceEnded(filled);
                }

                Begun = true;
                remaining -= conduit.Held;
                _waits.Take(conduit.Held);
                ValueTask<IoStatus> send = _sink.SendConduitAsync(conduit);
                IoStatus sent = send.IsCompleted ? await send : await _waits.WriteAsync(send);
                if (sent != IoStatus.Ok)
                {
                    return RelayOutcome.SinkFailed(sent);
                }
            }

            return RelayOutcome.Done;
        }
        finally
        {
            conduit.Return();
        }
    }
}
