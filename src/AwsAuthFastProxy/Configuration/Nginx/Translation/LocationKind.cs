namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>How a location is matched.</summary>
internal enum LocationKind
{
    /// <summary>By the longest prefix, unless a pattern matches.</summary>
    Prefix,

    /// <summary><c>^~</c>: by the longest prefix, patterns or not.</summary>
    PrefixFirst,

    /// <summary><c>=</c>.</summary>
    Exact,

    /// <summary><c>~</c>.</summary>
    Pattern,

    /// <summary><c>~*</c>.</summary>
    PatternAnyCase,

    /// <summary><c>@name</c>.</summary>
    Named,
}
