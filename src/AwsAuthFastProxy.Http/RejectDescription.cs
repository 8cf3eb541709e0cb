namespace AwsAuthFastProxy.Http;

/// <summary>One row of the table of rejections.</summary>
/// <param name="Reason">The reason described.</param>
/// <param name="Status">HTTP status code for a refused request; a refused response is always a 502 of the proxy.</param>
/// <param name="Name">Stable kebab-case name: metric label and value of <c>x-proxy-error</c>.</param>
/// <param name="Message">One sentence for logs and error bodies.</param>
public sealed record RejectDescription(RejectReason Reason, int Status, string Name, string Message);
