using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>5 GiB through the built executable, to an upstream that throws them away: the proxy's memory does not grow.</summary>
public sealed class LargeUploadTests
{
    private const long Size = 5L << 30;
    private const long Growth = 16L << 20;
    private const int Chunk = 64 * 1024;

    private static readonly string s_signature = new('0', 64);

    [SkippableTheory]
    [InlineData("auto", false)]
    [InlineData("unsigned", false)]
    [InlineData("streaming-trailer", true)]
    public void Upload_OfFiveGibibytes_GrowsNoMemory(string payload, bool awsChunked)
    {
        Skip.If(Environment.GetEnvironmentVariable("AAFP_REQUIRE_SERVERS") != "1", "Takes half a minute: set AAFP_REQUIRE_SERVERS=1.");
        string folder = Directory.CreateTempSubdirectory("aafp-large").FullName;
        try
        {
            using var origin = new DiscardingOrigin();
            using var proxy = new ProxyProcess(folder, Config(origin.Port, payload));

            // What code and buffers one upload takes is there after the first.
            Upload(proxy, origin, 64L << 20, awsChunked);
            long before = proxy.ResidentBytes;
            long most = Upload(proxy, origin, Size, awsChunked);

            Assert.InRange(most - before, long.MinValue, Growth);
            Assert.Equal(0, proxy.Stop());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sends an object; returns the most memory the proxy had in use meanwhile.</summary>
    private static long Upload(ProxyProcess proxy, DiscardingOrigin origin, long size, bool awsChunked)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Loopback, proxy.Port);
        byte[] piece = Piece(awsChunked);
        byte[] end = awsChunked ? Encoding.ASCII.GetBytes($"0;chunk-signature={s_signature}\r\n\r\n") : [];
        long pieces = size / Chunk;
        string fields = awsChunked
            ? $"x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\nx-amz-decoded-content-length: {Text(size)}\r\n"
            : "";
        client.Send(Encoding.ASCII.GetBytes(
            $"PUT /large HTTP/1.1\r\nHost: h\r\n{fields}Content-Length: {Text((pieces * piece.Length) + end.Length)}\r\n\r\n"));
        long most = 0;
        for (long i = 0; i < pieces; i++)
        {
            client.Send(piece);
            if (i % 1024 == 0)
            {
                most = Math.Max(most, proxy.ResidentBytes);
            }
        }

        client.Send(end);
        byte[] answer = new byte[4096];
        int length = client.Receive(answer);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        (string head, long received) = origin.Last;
        Assert.Contains($"\r\nContent-Length: {Text(received)}\r\n", head, StringComparison.Ordinal);
        Assert.InRange(received, size, size + (size / 64));
        return Math.Max(most, proxy.ResidentBytes);
    }

    private static byte[] Piece(bool awsChunked)
    {
        byte[] data = new byte[Chunk];
        new Random(1).NextBytes(data);
        return awsChunked
            ? [.. Encoding.ASCII.GetBytes($"{Chunk.ToString("x", CultureInfo.InvariantCulture)};chunk-signature={s_signature}\r\n"), .. data, .. "\r\n"u8]
            : data;
    }

    private static string Config(int port, string payload) => $$"""
        {
          "listen": [ { "address": "127.0.0.1:0" } ],
          "credentials": { "key": { "accessKey": "AKIDEXAMPLE", "secretKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } },
          "upstreams": { "o": { "endpoint": "http://127.0.0.1:{{Text(port)}}", "bucket": "b", "style": "path", "credentials": "key", "payload": "{{payload}}" } },
          "routes": [ { "path": "/", "upstream": "o", "methods": [ "PUT" ], "anonymousWrites": true } ]
        }
        """;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
