using System.Globalization;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Origin;

/// <summary>One range of octets, RFC 9110 §14.1.2.</summary>
internal readonly partial record struct ByteRange(int First, int Length)
{
    /// <summary>
    /// The range a request asks for, or null when the whole object is to be sent: no Range, several ranges or a malformed one
    /// (S3 ignores both), or an If-Range that does not hold.
    /// </summary>
    /// <exception cref="S3ErrorException">416 InvalidRange.</exception>
    public static ByteRange? Of(S3Request request, StoredObject stored)
    {
        string? range = request.Header("Range");
        Match match = Single().Match(range ?? "");
        if (range is null || !match.Success || !IfRangeHolds(request, stored))
        {
            return null;
        }

        string first = match.Groups["first"].Value;
        string last = match.Groups["last"].Value;
        int size = stored.Content.Length;
        if (first.Length == 0)
        {
            long suffix = Math.Min(Number(last), size);
            return last.Length == 0 ? null
                : suffix == 0 ? throw new S3ErrorException(OperationErrors.InvalidRange(range, size))
                : new ByteRange((int)(size - suffix), (int)suffix);
        }

        long begin = Number(first);
        long end = last.Length == 0 ? long.MaxValue : Number(last);
        if (end < begin)
        {
            return null;
        }

        return begin >= size
            ? throw new S3ErrorException(OperationErrors.InvalidRange(range, size))
            : new ByteRange((int)begin, (int)(Math.Min(end, size - 1) - begin + 1));
    }

    // RFC 9110 §13.1.5: a strong tag, or a date that is exactly the last modification's.
    private static bool IfRangeHolds(S3Request request, StoredObject stored) => request.Header("If-Range") is not { } condition
        || (HttpDate.Parse(condition) is { } date ? date == stored.LastModified : EntityTags.MatchStrong(condition, stored.ETag));

    // Beyond 18 digits a position is past the end of any object.
    private static long Number(string digits) =>
        digits.Length == 0 ? 0 : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : long.MaxValue;

    [GeneratedRegex(@"^bytes=(?<first>[0-9]*)-(?<last>[0-9]*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Single();
}
