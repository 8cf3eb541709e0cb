using System.Diagnostics;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// Strict parser of HTTP/1.x heads (RFC 9112 §2.2, §3, §4, §5). The input is one contiguous span that begins with the
/// head; the result is a value, and the head keeps offsets. It never throws for what a peer sent and never allocates.
/// </summary>
/// <remarks>
/// The caller shows the same bytes again with more behind them until the head is complete or rejected. New bytes are
/// searched for the end and for forbidden octets once; only a head that is whole, or already known to be faulty, is
/// parsed. The answer does not depend on how the bytes were fragmented.
/// </remarks>
public static class HeadParser
{
    /// <summary>Parses a request head.</summary>
    /// <param name="bytes">All bytes received so far, from the first one behind the previous message.</param>
    /// <param name="alreadyExamined"><see cref="HeadParse.Examined"/> of the previous call for this head, or 0.</param>
    /// <param name="head">Filled when the outcome is complete; its content is undefined otherwise.</param>
    /// <param name="limits">Limits; the field limit is also bounded by the head's own capacity.</param>
    public static HeadParse ParseRequest(
        ReadOnlySpan<byte> bytes,
        int alreadyExamined,
        RequestHead head,
        in HeadLimits limits) => Parse(new RequestLine(head), bytes, alreadyExamined, limits);

    /// <summary>Parses a response head.</summary>
    /// <param name="bytes">All bytes received so far, from the first one behind the previous message.</param>
    /// <param name="alreadyExamined"><see cref="HeadParse.Examined"/> of the previous call for this head, or 0.</param>
    /// <param name="head">Filled when the outcome is complete; its content is undefined otherwise.</param>
    /// <param name="limits">Limits; the field limit is also bounded by the head's own capacity.</param>
    public static HeadParse ParseResponse(
        ReadOnlySpan<byte> bytes,
        int alreadyExamined,
        ResponseHead head,
        in HeadLimits limits) => Parse(new StatusLine(head), bytes, alreadyExamined, limits);

    private static HeadParse Parse<TStartLine>(
        TStartLine startLine,
        ReadOnlySpan<byte> bytes,
        int alreadyExamined,
        in HeadLimits limits)
        where TStartLine : struct, IStartLine
    {
        ReadOnlySpan<byte> window = bytes.Length > limits.HeadBytes ? bytes[..limits.HeadBytes] : bytes;
        int start = TStartLine.SkipEmptyLines(window);
        if (start < 0 || start == window.Length)
        {
            // The first look at a start line is cheap, so the empty lines before it are simply looked at again.
            return window.Length < limits.HeadBytes
                ? HeadParse.Incomplete(0)
                : HeadParse.Rejected(RejectReason.HeadTooLarge, window.Length);
        }

        if (!TStartLine.CanBegin(window[start..]))
        {
            return HeadParse.Rejected(RejectReason.NotHttp, start);
        }

        int from = Math.Clamp(alreadyExamined - 3, start, window.Length);
        int end = window[from..].IndexOf("\r\n\r\n"u8);
        if (end >= 0)
        {
            return ParseLines(startLine, window[..(from + end + 4)], start, limits);
        }

        if (HoldsForbiddenOctet(window, start, alreadyExamined))
        {
            // Whatever follows, this head will be refused. Parsing it finds the first fault, the same as in the whole head.
            return ParseLines(startLine, window, start, limits);
        }

        return window.Length < limits.HeadBytes
            ? HeadParse.Incomplete(window.Length)
            : HeadParse.Rejected(TStartLine.ReasonTooLarge(window[start..], limits), window.Length);
    }

    private static HeadParse ParseLines<TStartLine>(
        TStartLine startLine,
        ReadOnlySpan<byte> bytes,
        int start,
        in HeadLimits limits)
        where TStartLine : struct, IStartLine
    {
        startLine.Reset();
        Fault fault = FieldSection.FindLineEnd(bytes, start, out int lineEnd);
        if (fault.IsNone)
        {
            fault = startLine.ParseLine(bytes, new ByteRange(start, lineEnd - start), limits);
        }

        if (fault.IsNone)
        {
            fault = FieldSection.Parse(bytes, lineEnd + 2, startLine.Fields, limits.FieldCount);
        }

        if (fault.IsNone)
        {
            fault = startLine.Finish(bytes);
        }

        return fault.IsNone ? HeadParse.Complete(bytes.Length) : HeadParse.Rejected(fault.Reason, fault.Offset);
    }

    /// <summary>Whether the bytes not yet examined hold an octet, or half a line end, that no head can hold.</summary>
    private static bool HoldsForbiddenOctet(ReadOnlySpan<byte> window, int start, int alreadyExamined)
    {
        int position = start;
        if (alreadyExamined > start && alreadyExamined <= window.Length)
        {
            // A CR at the very end was left undecided by the previous call.
            position = window[alreadyExamined - 1] == '\r' ? alreadyExamined - 1 : alreadyExamined;
        }

        while (true)
        {
            int found = window[position..].IndexOfAny(Grammar.Control);
            if (found < 0)
            {
                return false;
            }

            position += found;
            if (window[position] != '\r')
            {
                return true;
            }

            if (position + 1 == window.Length)
            {
                return false;
            }

            if (window[position + 1] != '\n')
            {
                return true;
            }

            position += 2;
            Debug.Assert(position <= window.Length, "a line end lies inside the window");
        }
    }
}
