namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>An answer that steps of the configuration make.</summary>
/// <param name="Status">The status.</param>
/// <param name="IsRedirect">Whether the text is a location.</param>
/// <param name="Text">Location or body, each byte one character.</param>
public sealed record ExplainedAnswer(int Status, bool IsRedirect, string Text);
