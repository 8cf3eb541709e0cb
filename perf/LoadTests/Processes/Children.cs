namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>All processes started here and still known, so that none outlives a failure or Ctrl-C.</summary>
internal static class Children
{
    private static readonly Lock s_lock = new();
    private static readonly List<Child> s_running = [];

    public static void Add(Child child)
    {
        lock (s_lock)
        {
            s_running.Add(child);
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
