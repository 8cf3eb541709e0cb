using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>Responses as the proxy reads them: parser, framing, hop-by-hop rules and chunk decoder, in the order an exchange uses them.</summary>
internal sealed class ProductResponseReader
{
    private const int MostInterim = 16;

    private readonly ResponseHead _head = new();

    /// <summary>Whether informational responses went before the last one read.</summary>
    public bool HadInterim { get; private set; }

    /// <summary>The final response if it is accepted whole, else null.</summary>
    public ReadResponse? Read(byte[] bytes, RequestMethod method)
    {
        HadInterim = false;
        ReadOnlySpan<byte> rest = bytes;
        for (int interim = 0; interim <= MostInterim; interim++)
        {
            long allocated = Allocation.Now;
            HeadParse parse = HeadParser.ParseResponse(rest, 0, _head, HeadLimits.Default);
            Allocation.AssertNoneSince(allocated);
            if (parse.Status != HeadStatus.Complete || _head.Status == 101)
            {
                return null;
            }

            BodyFraming framing = MessageFraming.OfResponse(_head, rest, method);
            ConnectionOptions options = HopByHop.MarkResponse(_head, rest);
            Allocation.AssertNoneSince(allocated);
            if (!_head.IsInterim)
            {
                return framing.Reject != RejectReason.None || options.Reject != RejectReason.None ? null : Finish(rest, framing);
            }

            if (framing.Reject != RejectReason.None)
            {
                return null;
            }

            HadInterim = true;
            rest = rest[_head.Length..];
        }

        return null;
    }

    private ReadResponse? Finish(ReadOnlySpan<byte> bytes, in BodyFraming framing)
    {
        ReadOnlySpan<byte> rest = bytes[_head.Length..];
        byte[]? body = framing.Kind switch
        {
            BodyKind.None => [],
            BodyKind.Chunked => Chunks(rest),
            BodyKind.UntilClose => rest.ToArray(),
            _ => framing.Length > rest.Length ? null : rest[..(int)framing.Length].ToArray(),
        };
        if (body is null)
        {
            return null;
        }

        var fields = new List<(string, string)>();
        foreach (FieldLine line in _head.Fields.Lines)
        {
            fields.Add((Encoding.Latin1.GetString(line.Name(bytes)), Encoding.Latin1.GetString(line.Value(bytes))));
        }

        return new ReadResponse(_head.Status, fields, body);
    }

    private static byte[]? Chunks(ReadOnlySpan<byte> rest)
    {
        ChunkedDecoder decoder = default;
        var body = new List<byte>();
        while (true)
        {
            ChunkStep step = decoder.Read(rest);
            body.AddRange(rest.Slice(step.DataOffset, step.DataLength));
            rest = rest[step.Consumed..];
            if (step.Status != ChunkStatus.Data)
            {
                return step.Status == ChunkStatus.Done ? [.. body] : null;
            }
        }
    }
}
