using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>The fields that tell how the body is framed and what vouches for it.</summary>
internal sealed partial class UpstreamHeadWriter
{
    private static ReadOnlySpan<byte> SdkChecksumAlgorithm => "x-amz-sdk-checksum-algorithm"u8;

    /// <summary>What x-amz-content-sha256 says.</summary>
    private static ReadOnlySpan<byte> PayloadHashOf(RequestHead head, ReadOnlySpan<byte> bytes, scoped in PayloadPlan plan, CollectedBody? body)
    {
        switch (plan.Form)
        {
            case PayloadForm.None:
                return PayloadHash.EmptySha256;
            case PayloadForm.ClientHash:
                return head.Fields.TryGetValue(FieldName.XAmzContentSha256, bytes, out ReadOnlySpan<byte> own) ? own : PayloadHash.Unsigned;
            case PayloadForm.Collected:
                return body!.Hash;
            case PayloadForm.SignedChunks:
                return PayloadHash.Streaming;
            case PayloadForm.SignedChunksWithTrailer:
                return PayloadHash.StreamingTrailer;
            case PayloadForm.ChunksWithTrailer:
                return PayloadHash.StreamingUnsignedTrailer;
            default:
                return PayloadHash.Unsigned;
        }
    }

    /// <summary>Marks the client's fields that are not true of the body we send.</summary>
    private static void DropReplaced(RequestHead head, ReadOnlySpan<byte> bytes, in PayloadPlan plan, CollectedBody? body)
    {
        if (plan.IsTransformed || body is not null)
        {
            head.Fields.Drop(FieldName.ContentLength);
        }

        if (plan.IsAwsChunked)
        {
            head.Fields.Drop(FieldName.ContentEncoding);
        }

        if ((plan.IsAwsChunked || plan.Trailer != ChecksumAlgorithm.None) && head.Fields.Has(FieldName.XAmzOther))
        {
            DropSdkChecksumAlgorithm(head, bytes, body is null ? plan.Trailer : body.Algorithm);
        }
    }

    /// <summary>S3 refuses it where no checksum of that name is sent.</summary>
    private static void DropSdkChecksumAlgorithm(RequestHead head, ReadOnlySpan<byte> bytes, ChecksumAlgorithm sent)
    {
        int named = -1;
        ReadOnlySpan<FieldLine> lines = head.Fields.Lines;
        for (int i = head.Fields.IndexOf(FieldName.XAmzOther); i >= 0; i = head.Fields.NextOf(FieldName.XAmzOther, i))
        {
            ReadOnlySpan<byte> name = lines[i].Name(bytes);
            if (ChecksumFields.IsValue(name))
            {
                return;
            }

            named = Ascii.EqualsIgnoreCase(name, SdkChecksumAlgorithm) ? i : named;
        }

        if (named >= 0 && !Ascii.EqualsIgnoreCase(lines[named].Value(bytes), ChecksumFields.Suffix(sent)))
        {
            head.Fields.Drop(named);
        }
    }

    private void WritePayloadFields(ref HeadWriter writer, RequestHead head, ReadOnlySpan<byte> bytes, in PayloadPlan plan, CollectedBody? body, bool hasContentEncoding)
    {
        if (plan.IsAwsChunked && !hasContentEncoding)
        {
            WriteContentEncoding(ref writer, head, bytes);
        }

        if (plan.IsTransformed || body is not null)
        {
            writer.WriteField("Content-Length"u8, plan.IsFramed ? AwsChunkedFraming.WireLength(plan) : plan.Length);
        }

        if (plan.IsFramed)
        {
            writer.Write("x-amz-decoded-content-length: "u8);
            int value = writer.Length;
            writer.WriteDecimal(plan.Length);
            Note("x-amz-decoded-content-length"u8.Length, value, writer.Length - value);
            writer.Write("\r\n"u8);
        }

        if (plan.Trailer != ChecksumAlgorithm.None)
        {
            WriteSigned(ref writer, "x-amz-trailer"u8, ChecksumFields.Name(plan.Trailer));
        }

        if (body is { Algorithm: not ChecksumAlgorithm.None })
        {
            // The body is here already: what stood behind it can stand before it.
            WriteSigned(ref writer, ChecksumFields.Name(body.Algorithm), body.Checksum);
        }
    }

    /// <summary>
    /// The client's codings but aws-chunked, which is no property of the object: x-amz-content-sha256 tells S3 of our own framing, and what
    /// stands here some servers (Ceph) store with the object.
    /// </summary>
    private static void WriteContentEncoding(ref HeadWriter writer, RequestHead head, ReadOnlySpan<byte> bytes)
    {
        int start = writer.Length;
        writer.Write("Content-Encoding: "u8);
        int value = writer.Length;
        for (int i = head.Fields.IndexOf(FieldName.ContentEncoding); i >= 0; i = head.Fields.NextOf(FieldName.ContentEncoding, i))
        {
            ReadOnlySpan<byte> line = head.Fields.Lines[i].Value(bytes);
            foreach (Range range in line.Split((byte)','))
            {
                ReadOnlySpan<byte> coding = line[range].Trim(" \t"u8);
                if (!coding.IsEmpty && !AwsChunkedHead.IsToken(coding))
                {
                    WriteMember(ref writer, value, coding);
                }
            }
        }

        if (writer.Length == value)
        {
            writer.Unclaim(writer.Length - start);
        }
        else
        {
            writer.Write("\r\n"u8);
        }
    }

    private static void WriteMember(ref HeadWriter writer, int start, ReadOnlySpan<byte> member)
    {
        if (writer.Length > start)
        {
            writer.Write(","u8);
        }

        writer.Write(member);
    }
}
