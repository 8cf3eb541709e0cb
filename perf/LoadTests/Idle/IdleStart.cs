using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Idle;

/// <summary>What several starts of one build were like.</summary>
/// <param name="Name">Which build.</param>
/// <param name="ResidentMiB">Resident memory two seconds after exec.</param>
/// <param name="ReadyMilliseconds">From exec until a connect succeeds.</param>
internal sealed record IdleStart(string Name, Spread ResidentMiB, Spread ReadyMilliseconds);
