using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Answers in the operator's words.</summary>
/// <param name="Status">200 to 599; 444 closes the connection without an answer.</param>
/// <param name="To">The location of a redirect, the body of any other answer, or null.</param>
public sealed record ReturnStep(int Status, TextTemplate? To) : RewriteStep
{
    /// <summary>The status that nobody sends: the connection is closed.</summary>
    public const int Close = 444;

    /// <summary>Media type of the body.</summary>
    public string Type { get; init; } = "text/plain";

    /// <summary>Whether <see cref="To"/> is a location.</summary>
    public bool IsRedirect => To is not null && Status is 301 or 302 or 303 or 307 or 308;
}
