namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>How a text is cut into pieces that arrive one after the other.</summary>
internal readonly record struct Fragmentation(int SplitAt, bool ByByte)
{
    public static Fragmentation Whole => new(0, false);

    public static Fragmentation EveryByte => new(0, true);

    public static Fragmentation At(int position) => new(position, false);

    public IEnumerable<byte[]> Cut(byte[] bytes)
    {
        if (ByByte)
        {
            return bytes.Select(octet => new[] { octet });
        }

        int at = Math.Min(SplitAt, bytes.Length);
        return [bytes[..at], bytes[at..]];
    }

    public override string ToString() => ByByte ? "byte by byte" : SplitAt == 0 ? "whole" : $"split at {SplitAt}";
}
