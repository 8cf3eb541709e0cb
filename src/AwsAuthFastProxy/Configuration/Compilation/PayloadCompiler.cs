using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>payload</c>, <c>checksum</c> and <c>bufferedBytes</c> of an upstream.</summary>
internal static class PayloadCompiler
{
    /// <summary>Most bytes of one body that is read whole: it lies in memory.</summary>
    public const long MostHeld = 1L << 30;

    public static (PayloadMode Mode, ChecksumAlgorithm Checksum, long BufferedBytes) Compile(
        UpstreamConfig config, PayloadMode otherwise, Diagnostics diagnostics)
    {
        var mode = Choice.Read(
            "payload",
            config.Payload,
            otherwise,
            [
                ("auto", PayloadMode.Auto),
                ("unsigned", PayloadMode.Unsigned),
                ("streaming", PayloadMode.Streaming),
                ("streaming-trailer", PayloadMode.StreamingTrailer),
                ("buffered", PayloadMode.Buffered),
            ],
            diagnostics);
        var checksum = Choice.Read(
            "checksum",
            config.Checksum,
            ChecksumAlgorithm.None,
            [
                ("crc32", ChecksumAlgorithm.Crc32),
                ("crc32c", ChecksumAlgorithm.Crc32C),
                ("crc64nvme", ChecksumAlgorithm.Crc64Nvme),
                ("sha1", ChecksumAlgorithm.Sha1),
                ("sha256", ChecksumAlgorithm.Sha256),
            ],
            diagnostics);
        var bufferedBytes = LimitCompiler.Size(
            "bufferedBytes", config.BufferedBytes, UpstreamModel.DefaultBufferedBytes, 0, MostHeld, diagnostics);
        if (checksum != ChecksumAlgorithm.None && mode is (PayloadMode.Streaming or PayloadMode.Buffered))
        {
            diagnostics.Error(
                config.Checksum!.Position,
                mode == PayloadMode.Streaming
                    ? "\"checksum\" is sent in a trailer, which \"payload\": \"streaming\" does not have; write \"streaming-trailer\""
                    : "\"checksum\" is sent in a trailer, which \"payload\": \"buffered\" does not have; leave one of them out");
        }

        return (mode, checksum, bufferedBytes);
    }
}
