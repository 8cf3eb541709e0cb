using AwsAuthFastProxy.Fuzz.Requests;
using AwsAuthFastProxy.Fuzz.Responses;

namespace AwsAuthFastProxy.Fuzz.Exchanges;

/// <summary>What a client heard is whole responses, the last one perhaps cut, and no more of them than it can have asked for.</summary>
internal static class HeardCheck
{
    public static void AssertIsWellFormed(string heard, List<ReadRequest> requests)
    {
        int position = 0;
        int responses = 0;
        while (position < heard.Length)
        {
            int start = position;
            string method = responses < requests.Count ? requests[responses].Method : "GET";
            SlowResponseReader.Outcome outcome = SlowResponseReader.Read(heard, ref position, method, out _);
            Assert.True(outcome != SlowResponseReader.Outcome.Refused, $"the client hears what is no response:\n{heard[start..]}");
            if (outcome == SlowResponseReader.Outcome.Cut)
            {
                break;
            }

            responses++;
        }

        // One answer may be a refusal of what is no request.
        Assert.True(responses <= requests.Count + 1, $"{responses} responses to {requests.Count} requests:\n{heard}");
    }
}
