using AwsAuthFastProxy.Proxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>
/// Writes access logs: one thread takes what the loops have laid into their rings, several times a second, and appends it to the files in
/// few large writes. The thread exists only where there is a log.
/// </summary>
internal sealed class AccessLogWriter(ILogger logger) : IDisposable
{
    private const int RingBytes = 512 * 1024;

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Dictionary<(string File, int Loop), AccessLogRing> _rings = [];
    private readonly Dictionary<string, AccessLogFile> _files = new(StringComparer.Ordinal);

    // The two above as a turn needs them; null when one of them has grown.
    private (AccessLogFile File, AccessLogRing Ring)[]? _lanes;
    private Thread? _thread;
    private volatile bool _stopping;
    private volatile bool _reopen;

    /// <summary>Lines left out because a ring was full.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _rings.Values.Sum(static ring => ring.Dropped);
            }
        }
    }

    /// <summary>Opens what is not open yet.</summary>
    /// <exception cref="IOException">A file cannot be opened; the message names it.</exception>
    public void Open(IEnumerable<AccessLogTarget> targets)
    {
        foreach (string file in targets.Select(NameOf).Distinct())
        {
            lock (_lock)
            {
                if (!_files.TryGetValue(file, out AccessLogFile? log))
                {
                    _files.Add(file, log = new AccessLogFile(file, logger));
                    _lanes = null;
                }

                log.Open();
                if (_thread is null)
                {
                    _thread = new Thread(Run) { Name = "access-log", IsBackground = true };
                    _thread.Start();
                }
            }
        }
    }

    /// <summary>The ring of a loop for a log. Any thread; not on the path of a request.</summary>
    public AccessLogRing RingOf(AccessLogTarget target, int loop)
    {
        lock (_lock)
        {
            (string, int) key = (NameOf(target), loop);
            if (!_rings.TryGetValue(key, out AccessLogRing? ring))
            {
                _rings.Add(key, ring = new AccessLogRing(RingBytes, () => _wake.Set()));
                _lanes = null;
            }

            return ring;
        }
    }

    /// <summary>Closes the files and opens them again by their names, for those who have moved them away.</summary>
    public void Reopen()
    {
        _reopen = true;
        if (!_stopping)
        {
            _wake.Set();
        }
    }

    /// <summary>Writes what is there and ends the thread.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        _wake.Set();
        _thread?.Join();
        foreach (AccessLogFile file in _files.Values)
        {
            file.Dispose();
        }

        _wake.Dispose();
    }

    private static string NameOf(AccessLogTarget target) => target.File ?? AccessLogFile.StandardOutput;

    private void Run()
    {
        while (!_stopping)
        {
            _wake.WaitOne(s_interval);
            Turn();
        }

        Turn();
    }

    private void Turn()
    {
        (AccessLogFile File, AccessLogRing Ring)[] lanes;
        lock (_lock)
        {
            lanes = _lanes ??= [.. _rings.Where(entry => _files.ContainsKey(entry.Key.File)).Select(entry => (_files[entry.Key.File], entry.Value))];
            if (_reopen)
            {
                _reopen = false;
                foreach (AccessLogFile file in _files.Values)
                {
                    file.Reopen();
                }
            }
        }

        foreach ((AccessLogFile file, AccessLogRing ring) in lanes)
        {
            // Twice, for what lies at the end of the ring and at its beginning. What comes meanwhile is the next turn's.
            for (int i = 0; i < 2 && ring.Peek() is { IsEmpty: false } bytes; i++)
            {
                file.Write(bytes);
                ring.Advance(bytes.Length);
            }
        }
    }
}
