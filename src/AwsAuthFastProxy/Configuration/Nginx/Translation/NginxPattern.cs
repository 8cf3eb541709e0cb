namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Patterns of nginx (PCRE) in the JSON form's words (.NET).</summary>
internal static class NginxPattern
{
    /// <summary>Named groups have another spelling; everything else is the same, or an error where patterns are compiled.</summary>
    public static string Translate(string pattern) => pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
}
