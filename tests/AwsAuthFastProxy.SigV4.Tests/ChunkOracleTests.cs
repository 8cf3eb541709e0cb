using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>Random uploads framed by AWSSDK: each of its chunk and trailer signatures is what the product makes of the same data.</summary>
public class ChunkOracleTests
{
    private const int Seed = 20130524;
    private const int Count = 200;
    private const int MostData = 400_000;
    private const string Trailer = "x-amz-checksum-crc32:AAAAAA==";

    [Fact]
    public void ChunkSigning_AgreesWithTheSdk()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var generated = new GeneratedRequest(random);
            var data = new byte[i == 0 ? 0 : random.Next(MostData)];
            random.NextBytes(data);
            var time = SigningTime.FromUnixSeconds(generated.Seconds);
            var scope = CredentialScope.Create(time.ToString()[..8], generated.Region, "s3");
            using var key = SigningKey.FromSecret(generated.AccessKeyId, Encoding.ASCII.GetBytes(generated.Secret), scope, generated.SessionToken);
            using var signer = new RequestSigner(key);
            using var chunks = new ChunkSigner(signer);
            var seed = new byte[32];
            random.NextBytes(seed);
            chunks.Begin(time, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(seed)));

            var rest = FramedBySdk(generated, scope, seed, data).AsSpan();
            int size;
            do
            {
                var line = TakeLine(ref rest);
                size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                chunks.Append(rest[..size]);
                Assert.EndsWith($";chunk-signature={Sign(chunks.SignChunk)}", line, StringComparison.Ordinal);
                rest = rest[(size == 0 ? 0 : size + 2)..];
            }
            while (size > 0);

            Assert.Equal(Trailer, TakeLine(ref rest));
            Assert.Equal(
                $"x-amz-trailer-signature:{Sign(signature => chunks.SignTrailer(Encoding.ASCII.GetBytes(Trailer + "\n"), signature))}", TakeLine(ref rest));
            Assert.Equal("\r\n"u8, rest);
        }
    }

    private static byte[] FramedBySdk(GeneratedRequest request, CredentialScope scope, byte[] seed, byte[] data)
    {
        var key = new byte[KeyDerivation.KeyLength];
        KeyDerivation.Derive(Encoding.ASCII.GetBytes(request.Secret), scope, key);
        var head = new AWS4SigningResult(
            request.AccessKeyId,
            request.Secret,
            DateTimeOffset.FromUnixTimeSeconds(request.Seconds).UtcDateTime,
            "host",
            scope.ToString(),
            key,
            seed);
        var trailers = new Dictionary<string, string> { [Trailer.Split(':')[0]] = Trailer.Split(':')[1] };
        using var framed = new ChunkedUploadWrapperStream(
            new MemoryStream(data), 81_920, head, CoreChecksumAlgorithm.NONE, trailers, cachedChecksum: null);
        using var wire = new MemoryStream();
        framed.CopyTo(wire);
        return wire.ToArray();
    }

    private static string TakeLine(ref Span<byte> rest)
    {
        var end = rest.IndexOf("\r\n"u8);
        var line = Encoding.ASCII.GetString(rest[..end]);
        rest = rest[(end + 2)..];
        return line;
    }

    private static string Sign(SignatureWriter write)
    {
        var signature = new byte[RequestSigner.SignatureLength];
        write(signature);
        return Encoding.ASCII.GetString(signature);
    }

    private delegate void SignatureWriter(Span<byte> signature);
}
