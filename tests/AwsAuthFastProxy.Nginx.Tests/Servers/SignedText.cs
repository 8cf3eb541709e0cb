using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>A configuration without the six directives of ngx_aws_auth, which Debian's nginx does not know.</summary>
internal static partial class SignedText
{
    /// <summary>The text without them, where each begins a line; lines stay where they are.</summary>
    public static string WithoutSigning(string text) => Directive().Replace(text, "$1");

    [GeneratedRegex(@"^([ \t]*)aws_(?:access_key|key_scope|signing_key|s3_bucket|endpoint|sign)\b[^;]*;", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
