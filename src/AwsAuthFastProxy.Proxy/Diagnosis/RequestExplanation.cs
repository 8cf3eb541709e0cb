using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>What becomes of a request: sent upstream, refused, or answered by the proxy itself. Holds no secret.</summary>
public sealed record RequestExplanation
{
    /// <summary>What stands for a session token.</summary>
    public const string Mask = SecretMask.Mask;

    /// <summary>The request line as the client sends it, session token masked.</summary>
    public string RequestLine { get; init; } = "";

    /// <summary>The route taken, or null when it did not come that far.</summary>
    public RouteModel? Route { get; init; }

    /// <summary>Server, routes and steps on the way to it, one line each; empty where the configuration has nothing of the kind.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>What steps of the configuration answer, or null.</summary>
    public ExplainedAnswer? Answer { get; init; }

    /// <summary>Where the route's upstream is reached, or null without a route.</summary>
    public UpstreamAddress? Address { get; init; }

    /// <summary>Why the proxy refuses it, or null.</summary>
    public RequestRefusal? Refusal { get; init; }

    /// <summary>Whether the proxy answers it itself: <c>OPTIONS *</c> asks about the proxy (RFC 9110 §9.3.7).</summary>
    public bool IsAnsweredHere { get; init; }

    /// <summary>The head as it is sent, CRLF line ends, each byte one character, session tokens masked; null when nothing is sent.</summary>
    public string? Head { get; init; }

    /// <summary>Whether a body is to follow the head.</summary>
    public bool HasBody { get; init; }

    /// <summary>Whether the body is read whole before the head is written; its length, where not known, and its hash are then those of no bytes here.</summary>
    public bool BodyIsReadFirst { get; init; }

    /// <summary>The canonical request of the signature, session token masked; null when nothing is signed.</summary>
    public string? CanonicalRequest { get; init; }

    /// <summary>The string to sign; its hash is that of the canonical request with the token in it.</summary>
    public string? StringToSign { get; init; }
}
