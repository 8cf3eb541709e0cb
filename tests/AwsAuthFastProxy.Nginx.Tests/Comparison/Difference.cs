using AwsAuthFastProxy.Nginx.Tests.Requests;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>One thing in which two servers do not agree.</summary>
/// <param name="Request">What both were given.</param>
/// <param name="Aspect">In what: <c>status</c>, <c>field server</c>, <c>body</c>, <c>upstream path</c>…</param>
/// <param name="Nginx">As nginx has it; null where it has nothing.</param>
/// <param name="Proxy">As the proxy has it.</param>
/// <param name="Reason">Why the proxy answered by itself (<c>x-proxy-error</c>); null where the answer is an upstream's.</param>
internal sealed record Difference(GeneratedRequest Request, string Aspect, string? Nginx, string? Proxy, string? Reason);
