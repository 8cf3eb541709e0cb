using System.Collections.Concurrent;
using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Comparison;
using AwsAuthFastProxy.Nginx.Tests.Requests;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>The runs of all cases, each done once, whoever asks first.</summary>
public sealed class DifferentialRuns
{
    private const int Requests = 1000;
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Difference>>> _runs = new();

    /// <summary>The list they are held against.</summary>
    internal DifferenceRules Rules { get; } = new();

    /// <summary>Differences of a case that are not in the list.</summary>
    internal IReadOnlyList<Difference> Unlisted(string name) => _runs.GetOrAdd(name, static (key, rules) => new(() => Run(key, rules)), Rules).Value;

    private static IReadOnlyList<Difference> Run(string name, DifferenceRules rules)
    {
        DifferentialCase files = DifferentialCase.All[name];
        using var pair = new ServerPair(files);
        IReadOnlyList<IReadOnlyList<Difference>> differences = pair.Compare([.. new RequestGenerator(files, seed: 1).Next(Requests)]);
        return [.. differences.SelectMany(request => rules.Unlisted(name, request))];
    }
}
