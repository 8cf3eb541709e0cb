using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Linux;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// The process whose place this one is to take: its listening sockets, and the steps of taking over. As long as the predecessor has not said so this
/// process accepts nobody; when the predecessor dies in the middle of it, nobody else does.
/// </summary>
internal sealed class Predecessor : IDisposable
{
    private readonly HandoverChannel _channel;
    private readonly List<SafeHandle> _handles = [];

    [SupportedOSPlatform("linux")]
    private Predecessor(HandoverText handover)
    {
        Process = handover.Predecessor;
        _channel = new HandoverChannel(LinuxProcess.Inherit(LinuxProcess.FirstDescriptor));
        var listeners = new Dictionary<IPEndPoint, IReadOnlyList<SafeHandle>>();
        for (int i = 0; i < handover.Sockets.Count; i++)
        {
            SafeHandle handle = LinuxProcess.Inherit(LinuxProcess.FirstDescriptor + 1 + i);
            _handles.Add(handle);
            (bool isAdmin, IPEndPoint endPoint) = handover.Sockets[i];
            if (isAdmin)
            {
                Admin = (endPoint, handle);
            }
            else
            {
                listeners[endPoint] = [.. listeners.GetValueOrDefault(endPoint, []), handle];
            }
        }

        Listeners = listeners;
    }

    /// <summary>Its process id.</summary>
    public int Process { get; }

    /// <summary>Its listening sockets by address as configured there.</summary>
    public IReadOnlyDictionary<IPEndPoint, IReadOnlyList<SafeHandle>> Listeners { get; }

    /// <summary>That of its admin listener.</summary>
    public (IPEndPoint EndPoint, SafeHandle Handle)? Admin { get; }

    /// <summary>Sockets that it gave.</summary>
    public int Sockets => _handles.Count;

    /// <summary>The process that started this one to take its place; null where nobody did.</summary>
    [SupportedOSPlatform("linux")]
    public static Predecessor? Find(Func<string, string?> variable) =>
        variable(HandoverText.Variable) is { } text && HandoverText.TryParse(text, out HandoverText? handover) && handover.Predecessor == LinuxProcess.Parent
            ? new Predecessor(handover)
            : null;

    /// <summary>Says that all is ready, and waits to be let serve.</summary>
    public async Task PreparedAsync()
    {
        await _channel.SayAsync(HandoverStep.Prepared).ConfigureAwait(false);
        await _channel.HearAsync(HandoverStep.Serve, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Says that this process serves, and waits until the other one has told systemd.</summary>
    public async Task ServingAsync()
    {
        await _channel.SayAsync(HandoverStep.Serving).ConfigureAwait(false);
        await _channel.HearAsync(HandoverStep.Alone, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Closes what it gave: who listens has descriptors of his own.</summary>
    public void Dispose()
    {
        _channel.Dispose();
        _handles.ForEach(static handle => handle.Dispose());
    }
}
