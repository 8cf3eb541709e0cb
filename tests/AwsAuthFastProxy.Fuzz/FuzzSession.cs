using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Fuzz;

/// <summary>One start from the command line: targets one after the other, a watch for cases without end, a file for each that fails.</summary>
internal sealed class FuzzSession(int seed)
{
    // Far beyond what any case takes; a case that has not ended by then does not end.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Shares the time among the targets. Exit status: 0 when nothing failed, 1 when something did, 2 for an unknown name.</summary>
    public int Run(string[] names, TimeSpan time)
    {
        int failures = 0;
        foreach (string name in names)
        {
            using FuzzTarget? target = FuzzTargets.Create(name);
            if (target is null)
            {
                Console.Error.WriteLine($"no target {name}: {string.Join(", ", FuzzTargets.Names)}");
                return 2;
            }

            var run = new FuzzRun(target, seed);
            using var watch = new Timer(_ => Watch(name, run), null, s_patience, TimeSpan.FromSeconds(1));
            try
            {
                run.Run(time / names.Length);
                Console.WriteLine($"{name}: {run.Cases} cases, seed {seed}");
            }
            catch (FuzzFailureException failure)
            {
                failures++;
                Report(name, failure.Input, failure.ToString());
            }
        }

        return failures == 0 ? 0 : 1;
    }

    /// <summary>Runs one case and lets what it throws through.</summary>
    public static int Replay(string name, byte[] input)
    {
        using FuzzTarget? target = FuzzTargets.Create(name);
        target?.Check(input);
        Console.WriteLine(target is null ? $"no target {name}" : "nothing failed");
        return target is null ? 2 : 0;
    }

    private static void Watch(string name, FuzzRun run)
    {
        if (run.Elapsed > s_patience)
        {
            Report(name, run.Current, "the case does not end");
            Environment.Exit(1);
        }
    }

    private static void Report(string name, byte[] input, string what)
    {
        string file = Path.GetFullPath($"fuzz-{name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}.bin");
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"FAIL {what}\nagain: dotnet run --project tests/AwsAuthFastProxy.Fuzz -- --target {name} --input {file}");
    }
}
