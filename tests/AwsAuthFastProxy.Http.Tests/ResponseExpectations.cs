namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Compares a parsed response head with what its case expects.</summary>
internal static class ResponseExpectations
{
    public static void Check(WireCase wireCase, ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        BodyFraming framing = MessageFraming.OfResponse(head, bytes, wireCase.Answers);
        ConnectionOptions connection = HopByHop.MarkResponse(head, bytes);
        foreach ((string key, string value) in wireCase.Expectations)
        {
            switch (key)
            {
                case "status":
                    Assert.Equal(value, $"{head.Status}");
                    Assert.Equal(head.Status < 200, head.IsInterim);
                    break;
                case "reason":
                    Assert.Equal(WireText.Encode(WireText.Decode(value)), WireText.Encode(head.Reason.Of(bytes)));
                    break;
                case "version":
                    Assert.Equal(value, $"{head.MinorVersion}");
                    break;
                default:
                    SharedExpectations.Check(wireCase, key, value, head.Fields, bytes, framing, connection);
                    break;
            }
        }
    }
}
