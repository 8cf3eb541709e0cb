namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>How values are made safe, by the words of nginx's <c>log_format</c>.</summary>
internal enum LogEscape : byte
{
    /// <summary>Quote, backslash, and what is not printable ASCII become <c>\xHH</c>; what is not there is <c>-</c>.</summary>
    Default,

    /// <summary>As in a JSON string; what is not there is nothing.</summary>
    Json,

    /// <summary>As it is, but for line ends; what is not there is nothing.</summary>
    None,
}
