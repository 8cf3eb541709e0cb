using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>The fields that the operator sets.</summary>
internal sealed partial class UpstreamHeadWriter
{
    /// <summary>The operator's lines in their order; signed where the client's of that name would be.</summary>
    private void WriteSetFields(ref HeadWriter writer, SetFields set, in TextSource source, bool sign)
    {
        foreach (ref readonly SetField field in set.Lines.AsSpan())
        {
            int start = writer.Length;
            FieldValue line = FieldValue.Begin(ref writer, field.Name);
            TextComposer.Write(ref writer, field.Value, source, TextForm.Field);
            ByteRange value = line.End(ref writer, start);
            if (sign && !value.IsEmpty && (FieldTable.Bit(field.Known) & s_signed) != 0)
            {
                Note(new SignedField(start, field.Name.Length, value.Offset, value.Length));
            }
        }
    }

    /// <summary>The operator's Host; false where it comes out as none, or as something that is no host.</summary>
    private static bool TryWriteHost(ref HeadWriter writer, SetFields set, in TextSource source)
    {
        int start = writer.Length;
        FieldValue line = FieldValue.Begin(ref writer, "Host"u8);
        TextComposer.Write(ref writer, set.Host!, source, TextForm.Field);
        ByteRange value = line.End(ref writer, start);
        if (value.IsEmpty || !HostSyntax.IsValid(value.Of(writer.Written)))
        {
            writer.Unclaim(writer.Length - start);
            return false;
        }

        return true;
    }
}
