using System.Globalization;
using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests;

/// <summary>What is to be run.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        Load tests of AwsAuthFastProxy against nginx, HAProxy and the floor of its own system calls.

          --quick            the most telling scenarios and candidates, few rounds: about two minutes
          --scenario TEXT    only scenarios whose name contains TEXT (may be repeated)
          --all              everything below that measures more: --idle --pauses --syscalls --profile
          --rounds N         rounds for each scenario (3)
          --seconds N        seconds of load for each round and candidate (4; 2 with --quick)
          --gate             fail when a ratio exceeds its limit in perf/limits.json
          --idle             also measure the idle process, published: memory, time to readiness, cost of idle clients, their spread over two workers
          --pauses           also measure when the runtime stops all threads, in 60 s of open load (ten times --seconds where that is less)
          --only-idle        nothing but --idle, and --pauses where it is given
          --syscalls         also count system calls for each request, in a run of its own
          --profile          also sample this proxy by perf: in a whole run where a target was missed, else in each scenario named
          --exe FILE         this proxy: aws-auth-fast-proxy or its .dll; left out, it is built here
          --against FILE     another build of this proxy, measured beside it: for claims of speed
          --haproxy FILE     the HAProxy to measure; left out, the one on PATH, if any
          --cores C,O,G      cores of candidate, origin and generator (0,1,1)
          --out DIRECTORY    where RESULTS.md and charts/ go (perf for a whole run, else artifacts/perf)
          --list             name the scenarios
        """;

    private const int WholeRounds = 3;
    private const int LongestPauseSeconds = 60;

    public bool Quick { get; private init; }

    public bool Gate { get; private init; }

    public bool Idle { get; private init; }

    public bool OnlyIdle { get; private init; }

    public bool Pauses { get; private init; }

    public bool Profile { get; private init; }

    public bool SystemCalls { get; private init; }

    public bool List { get; private init; }

    public bool Help { get; private init; }

    public IReadOnlyList<string> Scenarios { get; private init; } = [];

    public int Rounds => _rounds ?? WholeRounds;

    public int Seconds => _seconds ?? (Quick ? 2 : 4);

    /// <summary>Length of the load under which pauses are looked for.</summary>
    public int PauseSeconds => _seconds is { } seconds ? Math.Min(LongestPauseSeconds, 10 * seconds) : LongestPauseSeconds;


    public string? Executable { get; private init; }

    public string? Against { get; private init; }

    public string? Haproxy { get; private init; }

    public string? Output { get; private init; }

    public Cores Cores { get; private init; } = new("0", "1", "1");

    private int? _rounds { get; init; }

    private int? _seconds { get; init; }

    /// <summary>True for a run whose report stands for the project: every scenario, every round.</summary>
    public bool IsWhole => !Quick && !OnlyIdle && Scenarios.Count == 0 && Against is null && Rounds >= WholeRounds;

    /// <summary>Reads a command line.</summary>
    public static LoadOptions Parse(string[] arguments)
    {
        var options = new LoadOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--quick" => options with { Quick = true },
                "--gate" => options with { Gate = true },
                "--idle" => options with { Idle = true },
                "--pauses" => options with { Pauses = true },
                "--profile" => options with { Profile = true },
                "--all" => options with { Idle = true, Pauses = true, SystemCalls = true, Profile = true },
                "--only-idle" => options with { Idle = true, OnlyIdle = true },
                "--syscalls" => options with { SystemCalls = true },
                "--list" => options with { List = true },
                "-h" or "--help" => options with { Help = true },
                _ => options.WithValue(name, ++i < arguments.Length ? arguments[i] : throw new LoadTestException($"{name}: unknown, or its value is missing; see --help")),
            };
        }

        return options;
    }

    private LoadOptions WithValue(string name, string value) => name switch
    {
        "--scenario" => this with { Scenarios = [.. Scenarios, value] },
        "--rounds" => this with { _rounds = Number(name, value) },
        "--seconds" => this with { _seconds = Number(name, value) },
        "--exe" => this with { Executable = Path.GetFullPath(value) },
        "--against" => this with { Against = Path.GetFullPath(value) },
        "--haproxy" => this with { Haproxy = Path.GetFullPath(value) },
        "--out" => this with { Output = Path.GetFullPath(value) },
        "--cores" => this with { Cores = Cores.Parse(value) },
        _ => throw new LoadTestException($"{name} is no option; see --help"),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 3600
            ? number
            : throw new LoadTestException($"{name} wants a number from 1 to 3600");
}
