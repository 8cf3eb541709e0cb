using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>The rewrite directives of one block, translated.</summary>
/// <param name="Steps">The steps that can be reached, in order.</param>
/// <param name="Constants">Values of variables that are the same for every request that comes to the end.</param>
/// <param name="AlwaysReturns">No request comes to the end.</param>
/// <param name="SendsElsewhere">Some requests are redirected, or go to another location.</param>
internal sealed record RewriteSteps(IReadOnlyList<ConfigNode> Steps, IReadOnlyDictionary<string, string> Constants, bool AlwaysReturns, bool SendsElsewhere);
