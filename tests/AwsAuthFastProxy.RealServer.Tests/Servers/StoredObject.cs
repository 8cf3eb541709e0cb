using System.Security.Cryptography;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>An object as a server gives it to who has the right keys.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Content-Type.</param>
/// <param name="ContentEncoding">Content-Encoding; null or empty where there is none.</param>
/// <param name="Metadata"><c>x-amz-meta-*</c> by the names after that prefix.</param>
internal sealed record StoredObject(byte[] Content, string? ContentType, string? ContentEncoding, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Fails unless this is <paramref name="content"/>, and no framing of an upload is stored with it.</summary>
    public void RequireContent(ReadOnlySpan<byte> content, string contentEncoding = "")
    {
        Assert.Equal(
            (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))),
            (Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content))));
        Assert.Equal(contentEncoding, ContentEncoding ?? "");
    }
}
