namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>How the steps of a server or route ended.</summary>
internal enum RewriteEnd : byte
{
    /// <summary>The request goes on from here.</summary>
    Stay,

    /// <summary>A route is to be chosen for the path that was made.</summary>
    ChooseAnew,

    /// <summary>There is an answer.</summary>
    Answer,

    /// <summary>What was made is no path, or too long.</summary>
    Failed,
}
