namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>A piece of a file, with the line it begins on. The text is a word's, or says what is wrong.</summary>
internal readonly record struct NginxToken(NginxTokenKind Kind, string Text, int Line);
