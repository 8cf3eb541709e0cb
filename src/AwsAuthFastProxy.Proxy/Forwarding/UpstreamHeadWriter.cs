using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Writes the head that goes upstream and notes which of its lines are signed. Nothing of the client's framing is copied: what arrives
/// at S3 has been written here, line by line.
/// </summary>
internal sealed partial class UpstreamHeadWriter
{
    /// <summary>Fields of the client that a signed request never carries: ours stand in their place, or none.</summary>
    public static readonly ulong ReplacedWhenSigned =
        FieldTable.Bit(FieldName.Authorization)
        | FieldTable.Bit(FieldName.XAmzDate)
        | FieldTable.Bit(FieldName.XAmzSecurityToken)
        | FieldTable.Bit(FieldName.XAmzDecodedContentLength)
        | FieldTable.Bit(FieldName.XAmzTrailer);

    private static readonly ulong s_replacedAlways =
        FieldTable.Bit(FieldName.Host) | FieldTable.Bit(FieldName.Via) | FieldTable.Bit(FieldName.Expect);

    // host and x-amz-* must be signed; the others because some S3 servers demand it and nothing on the way changes them.
    private static readonly ulong s_signed =
        FieldTable.Bit(FieldName.XAmzOther)
        | FieldTable.Bit(FieldName.ContentType)
        | FieldTable.Bit(FieldName.ContentMd5)
        | FieldTable.Bit(FieldName.Range);

    private readonly HeadSigner _signing = new();
    private SignedField[] _fields = new SignedField[16];
    private int _fieldCount;

    /// <summary>Sees each request just before it is signed; for diagnosis.</summary>
    public SigningObserver? Observer
    {
        get => _signing.Observer;
        set => _signing.Observer = value;
    }

    /// <summary>Writes the head; false when it does not fit.</summary>
    public bool TryWrite(
        in UpstreamTarget target,
        RequestHead head,
        ReadOnlySpan<byte> bytes,
        in BodyFraming framing,
        in PayloadPlan plan,
        CollectedBody? body,
        RequestSigner? signer,
        SignerSlot? slot,
        RequestValues values,
        Span<byte> destination,
        out int length)
    {
        _fieldCount = 0;
        SetFields? set = target.Route.Set;
        var source = new TextSource(values, head, bytes);
        var writer = new HeadWriter(destination);
        ReadOnlySpan<byte> method = head.MethodName.Of(bytes);
        writer.Write(method);
        writer.Write(" "u8);
        ByteRange path = TargetWriter.WritePath(ref writer, target, head, bytes, out ByteRange query);
        writer.Write(" HTTP/1.1\r\n"u8);
        if (set?.Host is null || !TryWriteHost(ref writer, set, source))
        {
            WriteHost(ref writer, target);
        }

        ReadOnlySpan<byte> payloadHash = default;
        if (signer is not null)
        {
            payloadHash = PayloadHashOf(head, bytes, plan, body);
            bool byQuery = target.Route.SignsQuery;
            if (!byQuery || (framing.HasBody && payloadHash.Length == PayloadHash.HexLength))
            {
                WriteSigned(ref writer, "x-amz-content-sha256"u8, payloadHash);
            }
            else if (target.Upstream.IsS3)
            {
                // S3 takes a signature in the query without that field for one that leaves the body open.
                payloadHash = PayloadHash.Unsigned;
            }

            if (!byQuery)
            {
                WriteSigned(ref writer, "x-amz-date"u8, slot!.Time.Text);
            }

            if (!byQuery && slot!.SessionToken.Length > 0)
            {
                WriteSigned(ref writer, "x-amz-security-token"u8, slot.SessionToken);
            }

            head.Fields.Drop(FieldName.XAmzContentSha256);
        }

        head.Fields.DropAny(s_replacedAlways);
        DropReplaced(head, bytes, plan, body);
        if (set is not null)
        {
            set.Drop(head.Fields, bytes);
            WriteSetFields(ref writer, set, source, signer is not null);
        }

        WriteClientFields(ref writer, head, bytes, signer is not null, set is not null && set.Has(FieldName.XForwardedFor));
        WritePayloadFields(ref writer, head, bytes, plan, body, hasContentEncoding: set is not null && set.Has(FieldName.ContentEncoding));
        if (set is null || !set.Has(FieldName.Via))
        {
            WriteVia(ref writer, head, bytes);
        }

        if (framing.Kind == BodyKind.Chunked && plan.Form == PayloadForm.PassedOn)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        if (framing.HasBody && body is null && head.MinorVersion > 0 && head.Fields.Has(FieldName.Expect))
        {
            writer.Write("Expect: 100-continue\r\n"u8);
        }

        if (signer is not null && !writer.Overflowed)
        {
            WriteSignature(ref writer, destination, target, signer, slot!, method, path, query, payloadHash);
        }

        writer.EndHead();
        length = writer.Length;
        return !writer.Overflowed;
    }

    private void WriteHost(ref HeadWriter writer, in UpstreamTarget target)
    {
        writer.Write("Host: "u8);
        int value = writer.Length;
        TargetWriter.WriteHost(ref writer, target);
        Note("Host"u8.Length, value, writer.Length - value);
        writer.Write("\r\n"u8);
    }

    /// <summary>
    /// The client's lines in their order. Lines of one signed name become one: S3 joins them with commas when it verifies, and some
    /// servers cannot.
    /// </summary>
    private void WriteClientFields(ref HeadWriter writer, RequestHead head, ReadOnlySpan<byte> bytes, bool sign, bool hasForwardedFor)
    {
        ReadOnlySpan<FieldLine> lines = head.Fields.Lines;
        for (int i = 0; i < lines.Length; i++)
        {
            ref readonly FieldLine line = ref lines[i];
            if (line.Dropped || (hasForwardedFor && line.Known == FieldName.XForwardedFor))
            {
                continue;
            }

            ReadOnlySpan<byte> name = line.Name(bytes);
            if (line.Known == FieldName.MaxForwards && head.Method == RequestMethod.Options && MaxForwards.TryRead(line.Value(bytes), out long hops))
            {
                // RFC 9110 §7.6.2; zero has been answered here.
                writer.WriteField(name, Math.Max(hops - 1, 0));
                continue;
            }

            if (!sign || (FieldTable.Bit(line.Known) & s_signed) == 0)
            {
                writer.WriteField(name, line.Value(bytes));
                continue;
            }

            bool repeated = head.Fields.CountOf(line.Known) > 1;
            if (repeated && StandsBefore(head.Fields, bytes, i, name))
            {
                continue;
            }

            writer.Write(name);
            writer.Write(": "u8);
            int value = writer.Length;
            writer.Write(line.Value(bytes));
            if (repeated)
            {
                AppendLater(ref writer, head.Fields, bytes, i, name);
            }

            Note(name.Length, value, writer.Length - value);
            writer.Write("\r\n"u8);
        }
    }

    /// <summary>Whether a line before <paramref name="index"/> has the same name and took this one's value along.</summary>
    private static bool StandsBefore(FieldTable fields, ReadOnlySpan<byte> bytes, int index, ReadOnlySpan<byte> name)
    {
        for (int i = fields.IndexOf(fields.Lines[index].Known); i < index; i = fields.NextOf(fields.Lines[i].Known, i))
        {
            FieldLine line = fields.Lines[i];
            if (!line.Dropped && System.Text.Ascii.EqualsIgnoreCase(line.Name(bytes), name))
            {
                return true;
            }
        }

        return false;
    }

    private static void AppendLater(ref HeadWriter writer, FieldTable fields, ReadOnlySpan<byte> bytes, int first, ReadOnlySpan<byte> name)
    {
        for (int i = fields.NextOf(fields.Lines[first].Known, first); i >= 0; i = fields.NextOf(fields.Lines[i].Known, i))
        {
            FieldLine line = fields.Lines[i];
            if (!line.Dropped && System.Text.Ascii.EqualsIgnoreCase(line.Name(bytes), name))
            {
                writer.Write(","u8);
                writer.Write(line.Value(bytes));
            }
        }
    }

    /// <summary>RFC 9110 §7.6.3: what was there, then ourselves.</summary>
    private static void WriteVia(ref HeadWriter writer, RequestHead head, ReadOnlySpan<byte> bytes)
    {
        writer.Write("Via: "u8);
        for (int i = head.Fields.IndexOf(FieldName.Via); i >= 0; i = head.Fields.NextOf(FieldName.Via, i))
        {
            writer.Write(head.Fields.Lines[i].Value(bytes));
            writer.Write(", "u8);
        }

        writer.Write(head.MinorVersion == 0 ? "1.0 aws-auth-fast-proxy\r\n"u8 : "1.1 aws-auth-fast-proxy\r\n"u8);
    }

    private void WriteSignature(
        ref HeadWriter writer,
        Span<byte> destination,
        in UpstreamTarget target,
        RequestSigner signer,
        SignerSlot slot,
        ReadOnlySpan<byte> method,
        ByteRange path,
        ByteRange query,
        ReadOnlySpan<byte> payloadHash)
    {
        ReadOnlySpan<byte> written = writer.Written;
        var request = new RequestToSign
        {
            Method = method,
            CanonicalPath = _signing.CanonicalPathOf(target.Upstream, path.Of(written)),
            CanonicalQuery = query.Of(written),
            Head = written,
            Fields = _fields.AsSpan(0, _fieldCount),
            PayloadHash = payloadHash,
            Time = slot.Time,
        };
        if (target.Route.SignsQuery)
        {
            _signing.SignQuery(ref writer, destination, query, signer, request, HeadSigner.Expires(target.Route.PresignExpires, slot));
        }
        else
        {
            _signing.WriteAuthorization(ref writer, signer, request);
        }
    }

    private void WriteSigned(ref HeadWriter writer, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        writer.WriteField(name, value);
        Note(name.Length, writer.Length - value.Length - 2, value.Length);
    }

    /// <summary>Notes a signed line by its value; its name stands before it, behind a colon and a space.</summary>
    private void Note(int nameLength, int valueOffset, int valueLength) =>
        Note(new SignedField(valueOffset - nameLength - 2, nameLength, valueOffset, valueLength));

    private void Note(in SignedField field)
    {
        if (_fieldCount == _fields.Length)
        {
            Array.Resize(ref _fields, _fieldCount * 2);
        }

        _fields[_fieldCount++] = field;
    }
}
