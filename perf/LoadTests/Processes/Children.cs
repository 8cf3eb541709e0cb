namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>All processes started here and still known, so that none outlives a failure or Ctrl-C.</summary>
internal static class Children
{
    private static readonly Lock s_lock = new();
    private static readonly List<Child> s_running = [];

    /// <summary>True once <see cref="Stop"/> was called: whatever fails from then on fails for that reason.</summary>
    public static bool Stopping { get; private set; }

    public static void Add(Child child)
    {
        lock (s_lock)
        {
            s_running.Add(child);
            if (Stopping)
            {
                throw new LoadTestException("stopped");
            }
        }
    }

    /// <summary>Asks them all to end, for a signal's thread: the main thread then fails at what it waits for, and cleans up.</summary>
    public static void Stop()
    {
        lock (s_lock)
        {
            Stopping = true;
            s_running.ForEach(static child => LinuxProcess.Signal(child.Id, LinuxProcess.Terminate));
        }
    }

    public static void Remove(Child child)
    {
        lock (s_lock)
        {
            s_running.Remove(child);
        }
    }

    /// <summary>Ends them all.</summary>
    public static void EndAll()
    {
        Child[] running;
        lock (s_lock)
        {
            running = [.. s_running];
        }

        foreach (Child child in running)
        {
            child.Dispose();
        }
    }
}
