using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Gives a variable a value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Its place among the configuration's own; null: <c>$args</c>, the query.</param>
/// <param name="To">The value.</param>
public sealed record SetStep(string Name, int? Place, TextTemplate To) : RewriteStep;
