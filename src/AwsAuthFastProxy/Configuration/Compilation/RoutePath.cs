using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Which paths a route takes, as compiled.</summary>
/// <param name="Text">The canonical path or prefix.</param>
/// <param name="Match">How it is compared.</param>
/// <param name="Pattern">The regex, where it is one.</param>
/// <param name="Setting">As it was written.</param>
internal sealed record RoutePath(string Text, PathMatch Match, PathPattern? Pattern, TextSetting Setting);
