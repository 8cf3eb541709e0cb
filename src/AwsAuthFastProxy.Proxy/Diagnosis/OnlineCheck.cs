using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>Tries upstreams over the network, one after the other, on a loop of its own.</summary>
public static class OnlineCheck
{
    /// <summary>Tries <paramref name="upstream"/>. True when every step went well.</summary>
    /// <param name="upstream">The upstream.</param>
    /// <param name="timeouts">How long each step may take.</param>
    /// <param name="report">Gets each step when it is done, on another thread.</param>
    /// <param name="time">The clock of the signature; the system's when null.</param>
    public static async Task<bool> RunAsync(UpstreamModel upstream, TimeoutModel timeouts, Action<ProbeStep> report, TimeProvider? time = null)
    {
        var result = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var thread = LoopThread.Create("auto", 0, error => result.TrySetException(error), time);
        thread.Start();
        thread.Loop.Post(_ => Start(thread.Loop, upstream, timeouts, report, time ?? TimeProvider.System, result), null);
        return await result.Task.ConfigureAwait(false);
    }

    private static void Start(
        Loop loop, UpstreamModel upstream, TimeoutModel timeouts, Action<ProbeStep> report, TimeProvider time, TaskCompletionSource<bool> result)
    {
        var run = new DetachedTask(error =>
        {
            if (error is not null)
            {
                result.TrySetException(error);
            }
        });
        run.Start(RunAsync(loop, upstream, timeouts, report, time, result));
    }

    private static async ValueTask RunAsync(
        Loop loop, UpstreamModel upstream, TimeoutModel timeouts, Action<ProbeStep> report, TimeProvider time, TaskCompletionSource<bool> result)
    {
        using var probe = new UpstreamProbe(loop, upstream, timeouts, time, report);
        result.TrySetResult(await probe.RunAsync());
    }
}
