namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>What becomes of a directive.</summary>
internal enum DirectiveKind
{
    /// <summary>It is said in our words.</summary>
    Translated,

    /// <summary>It has no meaning here; the report says why.</summary>
    Nothing,

    /// <summary>Things go another way here; the report says how.</summary>
    Changed,

    /// <summary>It is an error; the message says what to do instead.</summary>
    Refused,
}
