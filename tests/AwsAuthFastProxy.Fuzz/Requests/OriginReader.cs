using AwsAuthFastProxy.Origin;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>Requests as the embedded origin's slow reader reads them.</summary>
internal static class OriginReader
{
    private const int MostBody = 1 << 20;

    /// <summary>Every request that is accepted whole, up to the first that is not, and why not; null where the bytes ran out.</summary>
    public static List<ReadRequest> Read(byte[] bytes, out string? refusal)
    {
        var requests = new List<ReadRequest>();
        refusal = null;
        var reader = new HttpRequestReader(new MemoryStream(bytes));
        try
        {
            // A stream in memory completes at once.
            while (reader.ReadHeadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } head)
            {
                if (head.ContentLength > bytes.Length)
                {
                    break;
                }

                byte[] body = reader.ReadContentAsync(head, MostBody, CancellationToken.None).AsTask().GetAwaiter().GetResult().Octets;
                requests.Add(new ReadRequest(
                    head.Method,
                    head.Target,
                    [.. head.Headers.Select(static line => (line.Key, line.Value))],
                    body,
                    head.Header("Upgrade") is not null));
            }
        }
        catch (HttpRefusedException e)
        {
            refusal = e.Message;
        }
        catch (EndOfStreamException)
        {
            // The last one is not whole.
        }

        return requests;
    }
}
