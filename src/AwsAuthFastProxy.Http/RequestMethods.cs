namespace AwsAuthFastProxy.Http;

/// <summary>Names of the methods and what RFC 9110 §9.2 says of them.</summary>
public static class RequestMethods
{
    /// <summary>The method named by <paramref name="name"/>, case-sensitively (RFC 9110 §9.1).</summary>
    public static RequestMethod Lookup(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when name.SequenceEqual("GET"u8) => RequestMethod.Get,
        3 when name.SequenceEqual("PUT"u8) => RequestMethod.Put,
        4 when name.SequenceEqual("HEAD"u8) => RequestMethod.Head,
        4 when name.SequenceEqual("POST"u8) => RequestMethod.Post,
        5 when name.SequenceEqual("PATCH"u8) => RequestMethod.Patch,
        5 when name.SequenceEqual("TRACE"u8) => RequestMethod.Trace,
        6 when name.SequenceEqual("DELETE"u8) => RequestMethod.Delete,
        7 when name.SequenceEqual("OPTIONS"u8) => RequestMethod.Options,
        7 when name.SequenceEqual("CONNECT"u8) => RequestMethod.Connect,
        _ => RequestMethod.Other,
    };

    /// <summary>The name as sent on the wire; empty for <see cref="RequestMethod.Other"/>.</summary>
    public static ReadOnlySpan<byte> Name(RequestMethod method) => method switch
    {
        RequestMethod.Get => "GET"u8,
        RequestMethod.Head => "HEAD"u8,
        RequestMethod.Put => "PUT"u8,
        RequestMethod.Post => "POST"u8,
        RequestMethod.Delete => "DELETE"u8,
        RequestMethod.Options => "OPTIONS"u8,
        RequestMethod.Patch => "PATCH"u8,
        RequestMethod.Trace => "TRACE"u8,
        RequestMethod.Connect => "CONNECT"u8,
        _ => default,
    };

    /// <summary>Whether a repeated request has the effect of one (RFC 9110 §9.2.2). Unknown methods are not trusted to be.</summary>
    public static bool IsIdempotent(RequestMethod method) => method is RequestMethod.Get or RequestMethod.Head
        or RequestMethod.Put or RequestMethod.Delete or RequestMethod.Options or RequestMethod.Trace;
}
