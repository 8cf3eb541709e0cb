namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>A word of a directive, quotes taken off and escapes put in, with the line it begins on.</summary>
internal readonly record struct NginxWord(string Text, int Line);
