using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class FieldNamesTests
{
    // Where the name on the wire is not the enum's name with a hyphen before each capital.
    private static readonly Dictionary<FieldName, string> s_irregular = new()
    {
        [FieldName.TE] = "TE",
        [FieldName.ETag] = "ETag",
        [FieldName.XAmzContentSha256] = "X-Amz-Content-Sha256",
        [FieldName.ContentMd5] = "Content-MD5",
    };

    public static TheoryData<FieldName> Known =>
        [.. Enum.GetValues<FieldName>().Where(name => name is not (FieldName.Other or FieldName.XAmzOther))];

    [Theory]
    [MemberData(nameof(Known))]
    public void KnownName_IsFoundInEveryCase(FieldName known)
    {
        string name = WireName(known);

        Assert.Equal(known, Lookup(name));
        Assert.Equal(known, Lookup(name.ToLowerInvariant()));
        Assert.Equal(known, Lookup(name.ToUpperInvariant()));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void NameNearAKnownOne_IsNotTakenForIt(FieldName known)
    {
        string name = WireName(known);
        Assert.NotEqual(known, Lookup(name + "x"));
        Assert.NotEqual(known, Lookup(name[1..]));
        for (int i = 0; i < name.Length; i++)
        {
            // Bit 5 tells upper from lower case only in letters: '-' and 0x0D must not compare equal.
            char[] near = name.ToCharArray();
            near[i] = char.IsAsciiLetter(near[i]) ? '!' : (char)(near[i] ^ 0x20);
            Assert.NotEqual(known, Lookup(new string(near)));
        }
    }

    [Theory]
    [InlineData("x-amz-meta-a", FieldName.XAmzOther)]
    [InlineData("X-AMZ-ACL", FieldName.XAmzOther)]
    [InlineData("x-amz-copy-source-x1", FieldName.XAmzOther)]
    [InlineData("x-amz-", FieldName.XAmzOther)]
    [InlineData("x-amzn-requestid", FieldName.Other)]
    [InlineData("x-amy-date", FieldName.Other)]
    [InlineData("accept", FieldName.Other)]
    [InlineData("", FieldName.Other)]
    public void OtherName_IsSortedByItsPrefix(string name, FieldName expected) => Assert.Equal(expected, Lookup(name));

    [Fact]
    public void Names_FitASetOf64Bits() => Assert.True(Enum.GetValues<FieldName>().Max(name => (int)name) < 64);

    private static string WireName(FieldName known) => s_irregular.TryGetValue(known, out string? name)
        ? name
        : Regex.Replace(known.ToString(), "(?<!^)([A-Z])", "-$1");

    private static FieldName Lookup(string name) => FieldNames.Lookup(Encoding.ASCII.GetBytes(name));
}
