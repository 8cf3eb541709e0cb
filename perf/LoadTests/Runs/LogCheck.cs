using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Generators;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>A log that leaves lines out must not be cheap: every request has its line.</summary>
internal static class LogCheck
{
    // The proxy writes its log several times a second.
    private const int SettleMilliseconds = 700;

    /// <summary>Empties the log before a measurement, so that a run in memory does not fill it.</summary>
    public static void Empty(Candidate candidate)
    {
        if (candidate.LogFile is { } file)
        {
            // What the last measurement left on its way.
            Thread.Sleep(SettleMilliseconds);
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.SetLength(0);
        }
    }

    /// <summary>Counts the lines after it.</summary>
    public static void Check(Candidate candidate, LoadResult load)
    {
        if (candidate.LogFile is not { } file)
        {
            return;
        }

        Thread.Sleep(SettleMilliseconds);
        long lines = 0;
        byte[] block = new byte[1 << 20];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        for (int count; (count = stream.Read(block)) > 0;)
        {
            lines += block.AsSpan(0, count).Count((byte)'\n');
        }

        if (lines < load.Requests)
        {
            throw new LoadTestException($"{candidate.Kind.Title()} logged {lines} of {load.Requests} requests");
        }
    }
}
