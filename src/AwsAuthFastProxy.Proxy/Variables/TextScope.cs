namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>Where a text stands, which says what it can show.</summary>
public enum TextScope
{
    /// <summary>Written when the request is routed.</summary>
    Request,

    /// <summary>The same, as a body, which may have several lines.</summary>
    Body,

    /// <summary>Written when the response's head is there: the status and its fields are known too.</summary>
    Response,
}
