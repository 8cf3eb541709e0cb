using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>
/// Puts in the values of <c>${env:NAME}</c> and <c>${file:PATH}</c>. What is put in is not looked at again, and no message shows it.
/// </summary>
internal sealed class TextExpander(string directory, Func<string, string?> variable)
{
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the text draws on something outside the file.</summary>
    public static bool HasReference(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>
    /// Expands a text. With <paramref name="keepNames"/> a <c>${name}</c> without a colon stays: it is a variable of somebody else's.
    /// <paramref name="outside"/> takes which parts of the result were put in.
    /// </summary>
    public bool TryExpand(
        string text,
        [NotNullWhen(true)] out string? expanded,
        [NotNullWhen(false)] out string? reason,
        bool keepNames = false,
        List<Range>? outside = null)
    {
        expanded = null;
        reason = null;
        var result = new StringBuilder();
        var rest = text.AsSpan();
        for (int start; (start = rest.IndexOf("${", StringComparison.Ordinal)) >= 0;)
        {
            result.Append(rest[..start]);
            rest = rest[(start + 2)..];
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                reason = "a \"${\" has no \"}\"; write ${env:NAME} or ${file:PATH}";
                return false;
            }

            if (keepNames && !rest[..end].Contains(':'))
            {
                result.Append("${").Append(rest[..(end + 1)]);
                rest = rest[(end + 1)..];
                continue;
            }

            if (!TryResolve(rest[..end].ToString(), out var value, out reason))
            {
                return false;
            }

            outside?.Add(result.Length..(result.Length + value.Length));
            result.Append(value);
            rest = rest[(end + 1)..];
        }

        expanded = result.Append(rest).ToString();
        return true;
    }

    private bool TryResolve(string reference, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? reason)
    {
        value = null;
        reason = null;
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var name = reference[(colon + 1)..];
        switch (colon < 0 ? "" : reference[..colon])
        {
            case "env" when name.Length > 0:
                value = variable(name);
                reason = value is null ? $"the environment variable {Quote.Text(name)} is not set" : null;
                break;
            case "file" when name.Length > 0:
                TryReadFile(Path.Combine(directory, name), out value, out reason);
                break;
            default:
                // Not shown: a secret may hold these letters by chance.
                reason = "this \"${...}\" is not understood; write ${env:NAME} or ${file:PATH}";
                break;
        }

        return value is not null;
    }

    private static void TryReadFile(string path, out string? value, out string? reason)
    {
        value = null;
        if (!BoundedFile.TryRead(path, MaxFileBytes, out var content, out reason))
        {
            return;
        }

        try
        {
            value = s_strictUtf8.GetString(content);
        }
        catch (ArgumentException)
        {
            reason = $"cannot read {path}: it is not UTF-8 text";
            return;
        }

        // Editors and echo end a file with a newline that is no part of what it holds.
        var end = value.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : value.EndsWith('\n') ? 1 : 0;
        value = value[..^end];
    }
}
