using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.AccessLogs;

public sealed class AccessLogWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("access-log-");

    private string File => Path.Combine(_folder.FullName, "access.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void LinesOfAllLoops_AreAppended()
    {
        System.IO.File.WriteAllText(File, "before\n");
        var writer = new AccessLogWriter(new LogCollector());
        AccessLogTarget target = Target(File);
        writer.Open([target]);

        writer.RingOf(target, 0).Write("loop 0\n"u8);
        writer.RingOf(target, 1).Write("loop 1\n"u8);
        writer.Dispose();

        Assert.Equal(["before", "loop 0", "loop 1"], System.IO.File.ReadAllLines(File).Order());
    }

    [Fact]
    public void TwoFormatsOfOneFile_ShareIt()
    {
        var writer = new AccessLogWriter(new LogCollector());
        AccessLogTarget[] targets = [new(new AccessLogModel(File, "combined"), 0), new(new AccessLogModel(File, "json"), 1)];
        writer.Open(targets);

        writer.RingOf(targets[0], 0).Write("a\n"u8);
        writer.RingOf(targets[1], 0).Write("b\n"u8);
        writer.Dispose();

        Assert.Equal("a\nb\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Reopen_FollowsTheName()
    {
        var writer = new AccessLogWriter(new LogCollector());
        AccessLogTarget target = Target(File);
        writer.Open([target]);
        AccessLogRing ring = writer.RingOf(target, 0);

        ring.Write("first\n"u8);
        System.IO.File.Move(File, File + ".1");
        writer.Reopen();
        ring.Write("second\n"u8);
        writer.Dispose();

        Assert.EndsWith("second\n", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal("first\nsecond\n", System.IO.File.ReadAllText(File + ".1") + System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void FileThatCannotBeOpened_IsNamed()
    {
        using var writer = new AccessLogWriter(new LogCollector());
        string file = Path.Combine(_folder.FullName, "missing", "access.log");

        IOException error = Assert.Throws<IOException>(() => writer.Open([Target(file)]));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatIsLost_IsSaidOnceAndCostsLinesOnly()
    {
        var log = new LogCollector();
        using var file = new AccessLogFile(Path.Combine(_folder.FullName, "missing", "access.log"), log);

        file.Write("a\n"u8);
        file.Write("b\n"u8);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "missing"));
        file.Write("c\n"u8);

        Assert.Single(log.Lines);
        Assert.Equal("c\n", System.IO.File.ReadAllText(Path.Combine(_folder.FullName, "missing", "access.log")));
    }

    [Fact]
    public void TwoProcesses_OverwriteNothingOfEachOther()
    {
        using var old = new AccessLogFile(File, new LogCollector());
        using var successor = new AccessLogFile(File, new LogCollector());

        old.Write("first\n"u8);
        successor.Write("second\n"u8);
        old.Write("third\n"u8);
        successor.Write("fourth\n"u8);

        Assert.Equal("first\nsecond\nthird\nfourth\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void LogThatWasCut_GoesOnAtItsBeginning()
    {
        using var file = new AccessLogFile(File, new LogCollector());
        file.Write("copied away\n"u8);

        using (var stream = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(0);
        }

        file.Write("after\n"u8);

        Assert.Equal("after\n", System.IO.File.ReadAllText(File));
    }

    private static AccessLogTarget Target(string file) => new(new AccessLogModel(file, "combined"), 0);
}
