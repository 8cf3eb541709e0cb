namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>What a file in nginx's syntax is made of.</summary>
internal enum NginxTokenKind
{
    Word,
    Semicolon,
    Open,
    Close,
    End,

    /// <summary>What cannot be read; its text says why.</summary>
    Wrong,
}
