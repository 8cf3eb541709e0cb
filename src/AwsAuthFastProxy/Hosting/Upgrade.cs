using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Admin;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Transport.Linux;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// Puts a successor in this process's place: starts the program as it lies on the disk now, gives it the listening sockets with whoever waits in them,
/// and lets it serve once it has all it needs. Until then, and whenever that fails, this process serves on.
/// </summary>
internal sealed class Upgrade(StartedProgram? program, ProxyServer server, AdminServer? admin, Systemd systemd, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // For a successor that gives up to end by itself.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _run = Task.CompletedTask;

    /// <summary>Completes when a successor serves.</summary>
    public Task Done => _done.Task;

    /// <summary>Begins one, unless one is under way.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            string? reason = !_run.IsCompleted ? "one is under way"
                : _done.Task.IsCompleted ? "a successor serves already"
                : _stopping.IsCancellationRequested ? "the process is stopping"
                : Environment.ProcessId == 1 ? "this is process 1 of its container, which ends with it"
                : program is null ? "/proc does not tell how this process was started"
                : null;
            if (reason is null && OperatingSystem.IsLinux())
            {
                _run = RunAsync(program!);
            }
            else
            {
                Log.UpgradeRefused(logger, reason ?? "it takes Linux");
            }
        }
    }

    /// <summary>Begins none any more, and ends a successor that does not serve yet.</summary>
    public async Task StopAsync()
    {
        Task run;
        lock (_lock)
        {
            _stopping.Cancel();
            run = _run;
        }

        await run.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    [SupportedOSPlatform("linux")]
    private async Task RunAsync(StartedProgram started)
    {
        // Off the thread of the signal, and out of the lock.
        await Task.Yield();
        try
        {
            await HandOverAsync(started).ConfigureAwait(false);
            _done.TrySetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            Log.UpgradeFailed(logger, e.Message);
        }
    }

    [SupportedOSPlatform("linux")]
    private async Task HandOverAsync(StartedProgram started)
    {
        Log.UpgradeBegun(logger, started.File);
        (SafeFileHandle mine, SafeFileHandle theirs) = LinuxProcess.SocketPair();
        using var channel = new HandoverChannel(mine);
        int process;
        using (theirs)
        {
            process = await StartAsync(started, theirs).ConfigureAwait(false);
        }

        try
        {
            await HearAsync(channel, HandoverStep.Prepared, _stopping.Token).ConfigureAwait(false);
            await channel.SayAsync(HandoverStep.Serve).ConfigureAwait(false);

            // From here on it may have accepted somebody: only if it hangs it is ended.
            await HearAsync(channel, HandoverStep.Serving, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or EndOfStreamException)
        {
            int? status = await EndAsync(process, endsByItself: e is EndOfStreamException).ConfigureAwait(false);
            throw new IOException(
                _stopping.IsCancellationRequested ? "this process is stopping"
                : e is EndOfStreamException ? $"process {process} ended with status {status} before it served; its own lines say why"
                : $"process {process} was not ready within {s_patience.TotalSeconds:0} s and was ended");
        }

        systemd.HandOver(process);
        await channel.SayAsync(HandoverStep.Alone).ConfigureAwait(false);
        Log.UpgradeDone(logger, process);
        admin?.Withdraw();
    }

    [SupportedOSPlatform("linux")]
    private async Task<int> StartAsync(StartedProgram started, SafeFileHandle channel)
    {
        var entries = new List<HandoverText.Entry>();
        var handles = new List<SafeHandle> { channel };
        var shared = new List<ListeningSocket>();
        try
        {
            shared.AddRange(await server.ShareAsync().ConfigureAwait(false));
            entries.AddRange(shared.Select(static socket => new HandoverText.Entry(false, socket.EndPoint)));
            if (admin is not null && await admin.ShareAsync().ConfigureAwait(false) is { } socket)
            {
                shared.Add(socket);
                entries.Add(new HandoverText.Entry(true, socket.EndPoint));
            }

            handles.AddRange(shared.Select(static socket => socket.Handle));
            IReadOnlyList<byte[]> variables = StartedProgram.Variables(new HandoverText(Environment.ProcessId, entries));
            return Start(started, variables, handles);
        }
        finally
        {
            shared.ForEach(static socket => socket.Dispose());
        }
    }

    /// <summary>Sees to it that the process ends; returns its exit status.</summary>
    [SupportedOSPlatform("linux")]
    private async Task<int?> EndAsync(int process, bool endsByItself)
    {
        if (!endsByItself)
        {
            LinuxProcess.Kill(process);
        }

        Task<int?> end = Task.Run(() => LinuxProcess.Wait(process));
        await Task.WhenAny(end, Task.Delay(s_farewell, clock)).ConfigureAwait(false);
        if (!end.IsCompleted)
        {
            LinuxProcess.Kill(process);
        }

        return await end.ConfigureAwait(false);
    }

    [SupportedOSPlatform("linux")]
    private static int Start(StartedProgram started, IReadOnlyList<byte[]> variables, List<SafeHandle> handles)
    {
        try
        {
            return LinuxProcess.Start(started.File, started.Arguments, variables, handles);
        }
        catch (IOException e)
        {
            throw new IOException($"cannot start {started.File}: {e.Message}", e);
        }
    }

    /// <exception cref="EndOfStreamException">The successor has ended.</exception>
    private async Task HearAsync(HandoverChannel channel, HandoverStep step, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        if (!await channel.HearAsync(step, either.Token).ConfigureAwait(false))
        {
            throw new EndOfStreamException();
        }
    }
}
