using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>What holds for every input: never an exception, nothing beyond what was written, and writing again changes nothing.</summary>
public class CanonicalFormPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(400);

    // Pieces that mean something, rarely a wrong one; plain random bytes are nearly all refused at once.
    private static readonly Arbitrary<byte[]> s_meaningful =
        Gen.Frequency(
                (200, Gen.Elements("a", "Z", "-", ".", "..", "~", "/", "//", "/./", "%2f", "%2E", "%7e", "%C3%a9", "+", "&", "=", "%26")),
                (1, Gen.Elements("%", "%4", "%zz", "%00", " ", "#", "\u00e9", "\u0001")))
            .ArrayOf()
            .Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces)))
            .ToArbitrary();

    private static readonly Arbitrary<byte[]> s_any =
        Gen.Choose(0, 255).Select(octet => (byte)octet).ArrayOf().ToArbitrary();

    [Fact]
    public void AnyBytesAsPath_AreWrittenOrRefused()
    {
        Check.One(s_config, Prop.ForAll(s_any, raw => IsStable(CanonicalPath.WriteS3, raw)));
        Check.One(s_config, Prop.ForAll(s_meaningful, raw => IsStable(CanonicalPath.WriteS3, raw)));
    }

    [Fact]
    public void AnyBytesAsQuery_AreWrittenOrRefused()
    {
        Check.One(s_config, Prop.ForAll(s_any, raw => IsStable(CanonicalQuery.Write, raw)));
        Check.One(s_config, Prop.ForAll(s_meaningful, raw => IsStable(CanonicalQuery.Write, raw)));
    }

    [Fact]
    public void AnyBytesAsServicePath_AreWrittenWithoutDotSegments() =>
        Check.One(s_config, Prop.ForAll(s_meaningful, raw =>
        {
            var destination = new byte[CanonicalPath.MaxLength(raw.Length)];
            var status = CanonicalPath.WriteService(raw, destination, out var written);
            var segments = Encoding.ASCII.GetString(destination, 0, written).Split('/');
            return status == CanonicalStatus.Ok
                && segments.Length > 1
                && segments[0].Length == 0
                && segments[1..^1].All(segment => segment is not ("" or "." or ".."))
                && segments[^1] is not ("." or "..");
        }));

    [Fact]
    public void EveryKey_ReachesTheWireEncodedAsItIs()
    {
        var keys = Gen.Choose(1, 255).Select(octet => (byte)octet).ArrayOf().ToArbitrary();
        Check.One(s_config, Prop.ForAll(keys, key =>
        {
            var raw = Encoding.ASCII.GetBytes("/" + string.Concat(key.Select(octet => $"%{octet:x2}")));
            return Canonical.Write(CanonicalPath.WriteS3, raw, out var wire) == CanonicalStatus.Ok
                && Decode(wire).AsSpan().SequenceEqual([(byte)'/', .. key]);
        }));
    }

    private static bool IsStable(Canonical.Writer writer, byte[] raw)
    {
        if (Canonical.Write(writer, raw, out var once) != CanonicalStatus.Ok)
        {
            return true;
        }

        return Canonical.Write(writer, once, out var twice) == CanonicalStatus.Ok && once.AsSpan().SequenceEqual(twice);
    }

    private static byte[] Decode(byte[] wire)
    {
        var decoded = new List<byte>();
        for (var i = 0; i < wire.Length; i++)
        {
            if (wire[i] == '%')
            {
                decoded.Add(Convert.FromHexString(Encoding.ASCII.GetString(wire, i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                decoded.Add(wire[i]);
            }
        }

        return [.. decoded];
    }
}
