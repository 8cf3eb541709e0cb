using Amazon.Runtime;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>How AWS's SDK frames an upload.</summary>
/// <param name="Scheme">The client's towards the proxy: over HTTPS the SDK may leave the payload unsigned.</param>
/// <param name="Keys"><c>wrong</c> or <c>none</c>.</param>
/// <param name="When">When it computes checksums: <c>supported</c> (the default) or <c>required</c>.</param>
/// <param name="Chunking"><c>chunked</c> or <c>whole</c>.</param>
/// <param name="Signing"><c>signed</c> or <c>unsigned</c>.</param>
/// <param name="Checksum">The algorithm, or <c>default</c>.</param>
internal sealed record SdkPut(string Scheme, string Keys, string When, string Chunking, string Signing, string Checksum)
{
    // For CRC32C and CRC64NVME the SDK asks for a native library that is not in every registry.
    private static readonly string[] s_algorithms = ["CRC32", "SHA1", "SHA256"];

    private static readonly (string Scheme, string Chunking, string Signing)[] s_framings =
    [
        ("http", "chunked", "signed"),
        ("http", "whole", "signed"),
        ("https", "chunked", "signed"),
        ("https", "chunked", "unsigned"),
        ("https", "whole", "unsigned"),
    ];

    /// <summary>The SDK's defaults, and with nothing that newer servers alone understand.</summary>
    public static IReadOnlyList<SdkPut> Plain { get; } =
    [
        new("http", "wrong", "supported", "chunked", "signed", "default"),
        new("http", "wrong", "required", "whole", "signed", "default"),
    ];

    /// <summary>All it can do.</summary>
    public static IReadOnlyList<SdkPut> All { get; } =
    [
        .. from when in new[] { "supported", "required" }
           from framing in s_framings
           from algorithm in when == "supported" ? ["default", .. s_algorithms] : new[] { "default" }
           select new SdkPut(framing.Scheme, "wrong", when, framing.Chunking, framing.Signing, algorithm),
        .. from scheme in new[] { "http", "https" }
           select new SdkPut(scheme, "none", "supported", "chunked", "signed", "default"),
    ];

    public bool Anonymous => Keys == "none";

    public RequestChecksumCalculation Checksums =>
        When == "required" ? RequestChecksumCalculation.WHEN_REQUIRED : RequestChecksumCalculation.WHEN_SUPPORTED;

    public bool Chunked => Chunking == "chunked";

    public bool Unsigned => Signing == "unsigned";

    public string? Algorithm => Checksum == "default" ? null : Checksum;

    /// <summary>Content-Encoding of the object itself, with which the framing's must not be mixed up.</summary>
    public string? ContentEncoding => Algorithm is null ? null : "gzip";

    /// <summary>What <see cref="ToString"/> names.</summary>
    public static SdkPut Parse(string text) => text.Split(' ') is [var scheme, var keys, var when, var chunking, var signing, var checksum]
        ? new SdkPut(scheme, keys, when, chunking, signing, checksum)
        : throw new ArgumentException(text, nameof(text));

    /// <summary>As test names show it.</summary>
    public override string ToString() => $"{Scheme} {Keys} {When} {Chunking} {Signing} {Checksum}";
}
