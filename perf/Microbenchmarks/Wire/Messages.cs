using System.Text;

namespace AwsAuthFastProxy.Microbenchmarks.Wire;

/// <summary>Messages as they are met in life.</summary>
internal static class Messages
{
    /// <summary>A browser's GET, some way through a CDN.</summary>
    public static byte[] Get { get; } = Encoding.ASCII.GetBytes(
        "GET /2026/11/22/albums/summer/IMG_20260714_181502.jpg HTTP/1.1\r\n"
        + "Host: img.example.com\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
        + "Accept: image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5\r\n"
        + "Accept-Language: en-GB,en;q=0.5\r\n"
        + "Accept-Encoding: gzip, deflate, br, zstd\r\n"
        + "Connection: keep-alive\r\n"
        + "Referer: https://www.example.com/albums/summer\r\n"
        + "X-Forwarded-For: 198.51.100.7\r\n"
        + "X-Forwarded-Proto: https\r\n"
        + "\r\n");

    /// <summary>The head of S3's answer to it, for a body of <paramref name="length"/> bytes.</summary>
    public static byte[] ResponseHead(int length) => Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\n"
        + "x-amz-id-2: eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran\r\n"
        + "x-amz-request-id: 318BC8BC148832E5\r\n"
        + "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
        + "Last-Modified: Wed, 12 Aug 2026 17:50:00 GMT\r\n"
        + "ETag: \"fba9dede5f27731c9771645a39863328\"\r\n"
        + "x-amz-server-side-encryption: AES256\r\n"
        + "Accept-Ranges: bytes\r\n"
        + "Content-Type: image/jpeg\r\n"
        + $"Content-Length: {length}\r\n"
        + "Server: AmazonS3\r\n"
        + "\r\n");

    /// <summary>That head with its body.</summary>
    public static byte[] Response(int length) => [.. ResponseHead(length), .. new byte[length]];

    /// <summary>An upload of <paramref name="length"/> bytes.</summary>
    public static byte[] Put(int length) =>
    [
        .. Encoding.ASCII.GetBytes(
            "PUT /2026/11/22/upload.bin HTTP/1.1\r\nHost: img.example.com\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
            + $"Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"),
        .. new byte[length],
    ];
}
