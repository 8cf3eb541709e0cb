namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>Why the proxy refuses a request.</summary>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Name">The answer's <c>x-proxy-error</c>.</param>
/// <param name="Message">The answer's message.</param>
/// <param name="Detail">What in particular is at fault, or empty.</param>
/// <param name="Remedy">What configuration would allow it, or that none would.</param>
public sealed record RequestRefusal(int Status, string Name, string Message, string Detail, string Remedy);
