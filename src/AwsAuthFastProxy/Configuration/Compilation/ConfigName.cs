using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Names of upstreams and credentials; they stand in logs and as labels of metrics.</summary>
internal static class ConfigName
{
    private const int MaxLength = 100;

    public static void Check(string what, string name, SourcePosition position, Diagnostics diagnostics)
    {
        if (name.Length is 0 or > MaxLength || !name.All(IsAllowed))
        {
            diagnostics.Error(
                position,
                $"{Quote.Text(name)} cannot name {what}: a name is 1 to {MaxLength} ASCII letters, digits, '-', '_' and '.'");
        }
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
