using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>Requests as the proxy reads them: parser, framing and chunk decoder, in the order a session uses them.</summary>
internal sealed class ProductReader
{
    private readonly Snapshot _snapshot = new(Models.Named("unsigned"), workers: 1);
    private readonly RequestHead _head = new();

    /// <summary>Why the last reading stopped before the end of its bytes; None where they ran out or the connection was to close.</summary>
    public RejectReason Refusal { get; private set; }

    /// <summary>Every request that is accepted whole, up to the first that is not.</summary>
    public List<ReadRequest> Read(byte[] bytes)
    {
        var requests = new List<ReadRequest>();
        Refusal = RejectReason.None;
        int position = 0;
        while (position < bytes.Length && ReadOne(bytes.AsSpan(position), out ReadRequest? request, out int length, out bool persists))
        {
            requests.Add(request!);
            position += length;
            if (!persists)
            {
                break;
            }
        }

        return requests;
    }

    private bool ReadOne(ReadOnlySpan<byte> bytes, out ReadRequest? request, out int length, out bool persists)
    {
        request = null;
        length = 0;
        persists = false;
        long allocated = Allocation.Now;
        HeadParse parse = HeadParser.ParseRequest(bytes, 0, _head, _snapshot.HeadLimits);
        BodyFraming framing = default;
        Refusal = parse.Status == HeadStatus.Complete ? Exchange.Frame(_head, bytes, _snapshot, out framing, out persists) : parse.Reason;
        Allocation.AssertNoneSince(allocated);
        AssertSplitsAgree(bytes, parse);
        if (parse.Status != HeadStatus.Complete || Refusal != RejectReason.None)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes[_head.Length..];
        byte[]? body = framing.Kind switch
        {
            BodyKind.Chunked => Chunks(rest, out length),
            BodyKind.Length when framing.Length > rest.Length => null,
            _ => rest[..(length = (int)framing.Length)].ToArray(),
        };
        length += _head.Length;
        if (body is null)
        {
            return false;
        }

        var fields = new List<(string, string)>();
        foreach (FieldLine line in _head.Fields.Lines)
        {
            fields.Add((Encoding.Latin1.GetString(line.Name(bytes)), Encoding.Latin1.GetString(line.Value(bytes))));
        }

        request = new ReadRequest(
            Encoding.Latin1.GetString(_head.MethodName.Of(bytes)),
            Encoding.Latin1.GetString(_head.Target.Of(bytes)),
            fields,
            body,
            _head.Fields.Has(FieldName.Upgrade));
        return true;
    }

    private byte[]? Chunks(ReadOnlySpan<byte> rest, out int length)
    {
        ChunkedDecoder decoder = default;
        var body = new List<byte>();
        length = 0;
        while (true)
        {
            ChunkStep step = decoder.Read(rest[length..]);
            body.AddRange(rest.Slice(length + step.DataOffset, step.DataLength));
            length += step.Consumed;
            switch (step.Status)
            {
                case ChunkStatus.Done:
                    return [.. body];
                case ChunkStatus.Rejected:
                    Refusal = step.Reason;
                    return null;
                case ChunkStatus.NeedMore:
                    return null;
            }
        }
    }

    /// <summary>The answer does not depend on how the bytes came.</summary>
    private void AssertSplitsAgree(ReadOnlySpan<byte> bytes, HeadParse whole)
    {
        var head = new RequestHead();
        int examined = 0;
        for (int end = 1; end <= bytes.Length; end += 1 + (end / 7))
        {
            HeadParse part = HeadParser.ParseRequest(bytes[..end], examined, head, _snapshot.HeadLimits);
            if (part.Status != HeadStatus.Incomplete)
            {
                Assert.Equal((whole.Status, whole.Reason, whole.Offset), (part.Status, part.Reason, part.Offset));
                return;
            }

            examined = part.Examined;
        }
    }
}
