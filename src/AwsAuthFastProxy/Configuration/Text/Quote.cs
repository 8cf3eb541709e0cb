using System.Text;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Shows what a user wrote inside a message: short, on one line.</summary>
internal static class Quote
{
    private const int MaxLength = 80;

    public static string Text(string text)
    {
        var quoted = new StringBuilder(Math.Min(text.Length, MaxLength) + 5).Append('"');
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            quoted.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter);
        }

        return quoted.Append(text.Length > MaxLength ? "...\"" : "\"").ToString();
    }
}
