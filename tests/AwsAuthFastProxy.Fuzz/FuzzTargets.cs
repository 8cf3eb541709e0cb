using AwsAuthFastProxy.Fuzz.Bytes;
using AwsAuthFastProxy.Fuzz.Configuration;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Fuzz.Exchanges;
using AwsAuthFastProxy.Fuzz.Requests;
using AwsAuthFastProxy.Fuzz.Responses;

namespace AwsAuthFastProxy.Fuzz;

/// <summary>All targets by their names.</summary>
public static class FuzzTargets
{
    private static readonly (string Name, Func<FuzzTarget> Create)[] s_targets =
    [
        ("requests", static () => new RequestTarget()),
        ("responses", static () => new ResponseTarget()),
        ("chunks", static () => new ChunkTarget()),
        ("aws-chunks", static () => new AwsChunkTarget()),
        ("proxy-header", static () => new ProxyHeaderTarget()),
        ("canonical", static () => new CanonicalTarget()),
        ("exchanges", static () => new ExchangeTarget()),
        ("config", static () => new ConfigTarget()),
        ("nginx", static () => new NginxTarget()),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names => [.. s_targets.Select(static target => target.Name)];

    /// <summary>Makes the target of a name; null for a name that is none.</summary>
    public static FuzzTarget? Create(string name) => Array.Find(s_targets, target => target.Name == name).Create?.Invoke();
}
