using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Field names that are a name with meaning but for an underscore in place of a hyphen. Servers that name fields as CGI does (RFC 3875
/// §4.1.18), Ceph's gateway and WSGI among them, make one name of both: such a field would bring past the rules, and past the
/// signature, what its twin may not.
/// </summary>
internal static class LookalikeFields
{
    // Longer than any name that is known; of longer ones only the beginning matters.
    private const int MostCompared = 40;

    public static bool Any(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        if (!fields.HasAny(FieldTable.Bit(FieldName.Other) | FieldTable.Bit(FieldName.XAmzOther)))
        {
            return false;
        }

        Span<byte> hyphened = stackalloc byte[MostCompared];
        foreach (ref readonly FieldLine line in fields.Lines)
        {
            if (line.Known is not (FieldName.Other or FieldName.XAmzOther) || line.Dropped || !line.Name(bytes).Contains((byte)'_'))
            {
                continue;
            }

            ReadOnlySpan<byte> name = line.Name(bytes);
            name = name[..Math.Min(name.Length, MostCompared)];
            name.Replace(hyphened, (byte)'_', (byte)'-');
            if (FieldNames.Lookup(hyphened[..name.Length]) != line.Known)
            {
                return true;
            }
        }

        return false;
    }
}
