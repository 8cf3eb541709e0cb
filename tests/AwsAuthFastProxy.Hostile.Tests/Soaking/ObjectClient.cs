using System.Globalization;
using System.Net;
using AwsAuthFastProxy.Hostile.Tests.CrossTalk;

namespace AwsAuthFastProxy.Hostile.Tests.Soaking;

/// <summary>A client that brings objects to S3 and fetches them again, whole and in ranges, and compares each byte.</summary>
internal sealed class ObjectClient(int id, IPEndPoint proxy, LoadTally tally)
{
    private readonly Random _random = new(id);

    public async Task RunAsync(Func<bool> isOver)
    {
        await Task.Yield();
        using var client = new HttpClient { BaseAddress = new Uri($"http://{proxy}/s/") };
        int number = 0;
        while (!isOver() && tally.Wrong is null)
        {
            try
            {
                await TurnAsync(client, ++number);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The upstream was gone in the middle of it.
                tally.AddCut();
            }
        }
    }

    private async Task TurnAsync(HttpClient client, int number)
    {
        // The same few keys again and again, so that the store does not grow.
        string key = string.Create(CultureInfo.InvariantCulture, $"{id}/{number % 4}");
        ulong pattern = Pattern.Key(1_000_000 + id, number);
        byte[] body = new byte[_random.Next(20) == 0 ? _random.Next(2_000_000) : _random.Next(20_000)];
        Pattern.Fill(body, pattern);
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage put = await client.PutAsync(new Uri(key, UriKind.Relative), content);
        if (!IsTaken(put))
        {
            return;
        }

        int from = body.Length > 10 && _random.Next(3) == 0 ? _random.Next(body.Length - 1) : 0;
        using var get = new HttpRequestMessage(HttpMethod.Get, key);
        if (from > 0)
        {
            get.Headers.Range = new(from, null);
        }

        using HttpResponseMessage answer = await client.SendAsync(get);
        if (IsTaken(answer))
        {
            byte[] heard = await answer.Content.ReadAsByteArrayAsync();
            if (heard.Length != body.Length - from || !Pattern.Matches(heard, pattern, from))
            {
                tally.AddWrong($"object {key}: {heard.Length} bytes from {from} of {body.Length}, not its own");
            }
        }
    }

    private bool IsTaken(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            tally.AddWhole();
            return true;
        }

        if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout && answer.Headers.Contains("x-proxy-error"))
        {
            tally.AddRefused();
        }
        else
        {
            tally.AddWrong($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {answer}");
        }

        return false;
    }
}
