using FsCheck;
using FsCheck.Fluent;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Generates wire bytes near the cases: some bytes of a case replaced, inserted or removed, now and then two cases crossed.</summary>
internal static class Mutation
{
    private static readonly byte[] s_telling =
        [.. "\r\n\t \0\x01\x7F:;,=\"\\/?#*@[]().-_+%xX0123456789aAfFgGhHtT"u8, 0x80, 0xE9, 0xFF];

    public static Arbitrary<byte[]> Of(IReadOnlyDictionary<string, WireCase> cases)
    {
        byte[][] seeds = [.. cases.Values.Select(wireCase => wireCase.WireAndExcess).Where(wire => wire.Length is > 0 and < 2000)];
        Gen<byte> octet = Gen.Frequency((4, Gen.Elements(s_telling)), (1, Gen.Choose(0, 255).Select(value => (byte)value)));
        Gen<(int Kind, int Position, byte Octet)> edit =
            from kind in Gen.Choose(0, 2)
            from position in Gen.Choose(0, 1 << 20)
            from value in octet
            select (kind, position, value);
        Gen<byte[]> mutated =
            from seed in Gen.Elements(seeds)
            from other in Gen.Elements(seeds)
            from cross in Gen.Choose(0, 7)
            from cut in Gen.Choose(0, 1 << 20)
            from count in Gen.Choose(0, 4)
            from edits in Gen.ListOf(edit, count)
            select Apply(cross == 0 ? [.. seed[..(cut % seed.Length)], .. other[(cut % other.Length)..]] : seed, edits);
        return mutated.ToArbitrary();
    }

    private static byte[] Apply(byte[] seed, IEnumerable<(int Kind, int Position, byte Octet)> edits)
    {
        List<byte> bytes = [.. seed];
        foreach ((int kind, int position, byte octet) in edits)
        {
            int index = position % (bytes.Count + 1);
            if (kind == 0)
            {
                bytes.Insert(index, octet);
            }
            else if (index < bytes.Count && kind == 1)
            {
                bytes[index] = octet;
            }
            else if (index < bytes.Count)
            {
                bytes.RemoveAt(index);
            }
        }

        return [.. bytes];
    }
}
