namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>An object's size and its name at the origin.</summary>
/// <param name="Name">As in the report, and the file's name.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ObjectSize(string Name, int Bytes)
{
    public static readonly ObjectSize OneKiB = new("1KiB", 1 << 10);
    public static readonly ObjectSize SixtyFourKiB = new("64KiB", 64 << 10);
    public static readonly ObjectSize OneMiB = new("1MiB", 1 << 20);
    public static readonly ObjectSize SixteenMiB = new("16MiB", 16 << 20);

    public static IReadOnlyList<ObjectSize> All { get; } = [OneKiB, SixtyFourKiB, OneMiB, SixteenMiB];
}
