namespace AwsAuthFastProxy.Origin;

/// <summary>One page of a listing: objects and rolled-up prefixes in one order of keys.</summary>
/// <param name="Contents">The objects of the page.</param>
/// <param name="CommonPrefixes">The prefixes that keys were rolled up into.</param>
/// <param name="Next">The last entry of the page when more follow; else null.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Contents, IReadOnlyList<string> CommonPrefixes, string? Next)
{
    /// <param name="objects">The objects under the prefix, in order.</param>
    /// <param name="prefix">The prefix, which is not searched for the delimiter.</param>
    /// <param name="delimiter">Keys are rolled up to its first occurrence behind the prefix; empty for none.</param>
    /// <param name="after">The entry behind which the page begins; empty for the start.</param>
    /// <param name="maxKeys">The most entries of both kinds together.</param>
    public static ListPage Of(IReadOnlyList<StoredObject> objects, string prefix, string delimiter, string after, int maxKeys)
    {
        var contents = new List<StoredObject>();
        var prefixes = new List<string>();
        string last = after;
        foreach (StoredObject stored in objects)
        {
            int found = delimiter.Length == 0 ? -1 : stored.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string entry = found < 0 ? stored.Key : stored.Key[..(found + delimiter.Length)];

            // Keys of a prefix that is already out compare greater than it but roll up into it again.
            if (Utf8Order.Instance.Compare(stored.Key, after) <= 0 || entry == last)
            {
                continue;
            }

            if (contents.Count + prefixes.Count == maxKeys)
            {
                return new ListPage(contents, prefixes, maxKeys == 0 ? null : last);
            }

            last = entry;
            if (found < 0)
            {
                contents.Add(stored);
            }
            else
            {
                prefixes.Add(entry);
            }
        }

        return new ListPage(contents, prefixes, null);
    }
}
