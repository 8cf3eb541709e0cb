using AwsAuthFastProxy.Microbenchmarks.Gates;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

// In this process: no project is generated and built for each run, which the repository's build rules would not allow.
Job job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(4)
    .WithIterationCount(8)
    .WithIterationTime(TimeInterval.FromMilliseconds(100));
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);

bool gate = args.Contains("--gate");
string[] rest = [.. args.Where(static argument => argument != "--gate")];
if (!rest.Contains("--filter") && !rest.Contains("--list"))
{
    rest = [.. rest, "--filter", "*"];
}

// What else a machine does may slow one row, or allocate beside it; a gate that is broken is broken in every run.
const int Runs = 3;
for (int run = 1; run <= Runs; run++)
{
    Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest, config)];
    if (!gate || Gate.Check(summaries))
    {
        return 0;
    }
}

return 1;
