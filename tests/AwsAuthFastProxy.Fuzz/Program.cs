using System.CommandLine;
using System.Globalization;
using AwsAuthFastProxy.Fuzz;
using AwsAuthFastProxy.Fuzz.Engine;

var seconds = new Option<int>("--seconds") { Description = "How long, all targets together.", DefaultValueFactory = static _ => 60 };
var only = new Option<string?>("--target") { Description = $"One of {string.Join(", ", FuzzTargets.Names)}; all of them by default." };
var seed = new Option<int>("--seed") { Description = "The same seed makes the same cases.", DefaultValueFactory = static _ => Random.Shared.Next() };
var input = new Option<FileInfo?>("--input") { Description = "Runs this one case of --target." };
var command = new RootCommand("Feeds the proxy's parts mutated bytes and compares what they make of them with independent readers.") { seconds, only, seed, input };
command.SetAction(arguments =>
{
    string[] names = arguments.GetValue(only) is { } name ? [name] : [.. FuzzTargets.Names];
    return arguments.GetValue(input) is { } file
        ? FuzzSession.Replay(names[0], File.ReadAllBytes(file.FullName))
        : new FuzzSession(arguments.GetValue(seed)).Run(names, TimeSpan.FromSeconds(arguments.GetValue(seconds)));
});
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return command.Parse(args).Invoke();
