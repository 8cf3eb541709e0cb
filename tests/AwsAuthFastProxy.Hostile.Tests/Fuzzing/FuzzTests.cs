using AwsAuthFastProxy.Fuzz;
using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Hostile.Tests.Fuzzing;

/// <summary>A short run of each fuzz target, always the same; longer ones by tests/AwsAuthFastProxy.Fuzz.</summary>
public class FuzzTests
{
    private const int Seed = 20261122;

    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_TakesMutatedCases(string name)
    {
        using FuzzTarget target = FuzzTargets.Create(name)!;
        var run = new FuzzRun(target, Seed);
        long cases = name is "exchanges" or "config" ? 300 : 4000;
        run.Run(cases);

        Assert.Equal(target.Seeds.Count + cases, run.Cases);
        Assert.NotEmpty(target.Seeds);
    }

    /// <summary>What is wrong is found, told and made short.</summary>
    [Fact]
    public void FaultyTarget_IsFoundAndReduced()
    {
        using var target = new FaultyTarget();

        FuzzFailureException failure = Assert.Throws<FuzzFailureException>(() => new FuzzRun(target, Seed).Run(1_000_000));

        Assert.Equal("\n\n"u8.ToArray(), failure.Input);
        Assert.Contains("Cgo=", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SameSeed_MakesTheSameCases()
    {
        using var first = new RecordingTarget();
        using var second = new RecordingTarget();
        new FuzzRun(first, Seed).Run(500);
        new FuzzRun(second, Seed).Run(500);

        Assert.Equal(first.Cases, second.Cases);
        Assert.True(first.Cases.Distinct().Count() > 250);
    }

    /// <summary>Cannot bear two line feeds in a row.</summary>
    private sealed class FaultyTarget : FuzzTarget
    {
        public override string Name => "faulty";

        public override IReadOnlyList<byte[]> Seeds { get; } = ["a line\nanother line\n"u8.ToArray()];

        public override void Check(byte[] input)
        {
            if (input.AsSpan().IndexOf("\n\n"u8) >= 0)
            {
                throw new InvalidOperationException("two line feeds");
            }
        }
    }

    private sealed class RecordingTarget : FuzzTarget
    {
        public List<string> Cases { get; } = [];

        public override string Name => "recording";

        public override IReadOnlyList<byte[]> Seeds { get; } = ["GET / HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), "x=1&y=2"u8.ToArray()];

        public override void Check(byte[] input) => Cases.Add(Convert.ToHexString(input));
    }
}
