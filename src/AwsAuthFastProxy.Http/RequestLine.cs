namespace AwsAuthFastProxy.Http;

/// <summary>request-line = method SP request-target SP HTTP-version (RFC 9112 §3), and the Host rules (§3.2).</summary>
internal readonly struct RequestLine(RequestHead head) : IStartLine
{
    // RFC 9112 §2.2: at least one empty line before the request line should be ignored. Old clients send one after a body; two leave room, more are no mistake.
    private const int MostEmptyLines = 2;

    public FieldTable Fields => head.Fields;

    public static int SkipEmptyLines(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        for (int lines = 0; lines < MostEmptyLines && start < bytes.Length && bytes[start] == '\r'; lines++)
        {
            if (start + 1 == bytes.Length)
            {
                return -1;
            }

            if (bytes[start + 1] != '\n')
            {
                return start;
            }

            start += 2;
        }

        return start;
    }

    public static bool CanBegin(ReadOnlySpan<byte> bytes) => Grammar.Token.Contains(bytes[0]);

    public static RejectReason ReasonTooLarge(ReadOnlySpan<byte> bytes, in HeadLimits limits)
    {
        int methodEnd = bytes.IndexOf((byte)' ');
        if (methodEnd < 0)
        {
            return RejectReason.HeadTooLarge;
        }

        int targetLength = bytes[(methodEnd + 1)..].IndexOfAny((byte)' ', (byte)'\r');
        return targetLength < 0 || targetLength > limits.TargetBytes
            ? RejectReason.TargetTooLong
            : RejectReason.HeadTooLarge;
    }

    public void Reset() => head.Reset();

    public Fault ParseLine(ReadOnlySpan<byte> bytes, ByteRange line, in HeadLimits limits)
    {
        ReadOnlySpan<byte> text = line.Of(bytes);
        int methodEnd = text.IndexOf((byte)' ');
        int targetEnd = text.Length - HttpVersion.Length - 1;
        if (methodEnd < 0 || targetEnd <= methodEnd || text[targetEnd] != ' ')
        {
            return SplitFault(text, line.Offset, methodEnd);
        }

        RejectReason version = HttpVersion.Parse(text[(targetEnd + 1)..], out int minorVersion);
        if (version != RejectReason.None)
        {
            return new Fault(version, line.Offset + targetEnd + 1);
        }

        head.MinorVersion = minorVersion;
        ReadOnlySpan<byte> methodName = text[..methodEnd];
        head.Method = RequestMethods.Lookup(methodName);
        head.MethodName = new ByteRange(line.Offset, methodEnd);
        if (head.Method == RequestMethod.Other)
        {
            int fault = methodName.IndexOfAnyExcept(Grammar.Token);
            if (fault >= 0)
            {
                return new Fault(RejectReason.BadMethod, line.Offset + fault);
            }
        }

        ByteRange target = new(line.Offset + methodEnd + 1, targetEnd - methodEnd - 1);
        if (target.Length > limits.TargetBytes)
        {
            return new Fault(RejectReason.TargetTooLong, target.Offset + limits.TargetBytes);
        }

        head.Target = target;
        return RequestTarget.Parse(bytes, target, head);
    }

    public Fault Finish(ReadOnlySpan<byte> bytes)
    {
        head.Length = bytes.Length;
        int index = head.Fields.IndexOf(FieldName.Host);
        if (index < 0)
        {
            // HO-01; an HTTP/1.0 client need not send one.
            head.Host = head.Authority;
            return head.MinorVersion == 0 ? default : new Fault(RejectReason.HostMissing, bytes.Length);
        }

        FieldLine line = head.Fields.Lines[index];
        if (head.Fields.CountOf(FieldName.Host) > 1)
        {
            // HO-02
            int second = head.Fields.NextOf(FieldName.Host, index);
            return new Fault(RejectReason.HostRepeated, head.Fields.Lines[second].NameOffset);
        }

        ReadOnlySpan<byte> value = line.Value(bytes);
        if (!HostSyntax.IsValid(value))
        {
            // HO-03
            return new Fault(RejectReason.HostInvalid, line.ValueOffset);
        }

        if (head.Authority.IsEmpty)
        {
            head.Host = new ByteRange(line.ValueOffset, line.ValueLength);
            return default;
        }

        // RFC 9112 §3.2.2: the target's authority replaces Host. A Host that names another one is refused, because
        // something between the client and here has routed by the one or by the other.
        head.Host = head.Authority;
        return head.Form == TargetForm.Absolute
            && !HostSyntax.NameSameHost(head.Authority.Of(bytes), value, head.IsHttpsTarget)
            ? new Fault(RejectReason.HostDisagrees, line.ValueOffset)
            : default;
    }

    private static Fault SplitFault(ReadOnlySpan<byte> text, int offset, int methodEnd)
    {
        // Method and target are there, and what follows is no version of eight octets; or the line has not three parts at all.
        int versionStart = text.LastIndexOf((byte)' ') + 1;
        return methodEnd >= 0 && versionStart > methodEnd + 1
            ? new Fault(RejectReason.BadVersion, offset + versionStart)
            : new Fault(RejectReason.BadRequestLine, offset + text.Length);
    }
}
