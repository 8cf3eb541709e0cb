using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>S3's order of keys: by the octets of their UTF-8 form, which is not the order of UTF-16 units beyond U+D7FF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
}
