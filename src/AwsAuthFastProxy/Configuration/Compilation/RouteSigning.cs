using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>How a route signs and answers, as compiled.</summary>
internal sealed record RouteSigning(SigningForm Form, AnswerMode Answer, TimeSpan Expires, long From);
