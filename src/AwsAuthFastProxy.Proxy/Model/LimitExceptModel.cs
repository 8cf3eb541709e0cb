namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Methods for which a route's rules about its clients hold, and what is asked of all other methods instead.</summary>
/// <param name="Methods">The methods that the route's own rules are for.</param>
/// <param name="Access">What every other method asks; null: nothing.</param>
public sealed record LimitExceptModel(MethodSet Methods, AccessModel? Access);
