namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Compares a parsed request head with what its case expects.</summary>
internal static class RequestExpectations
{
    public static void Check(WireCase wireCase, RequestHead head, ReadOnlySpan<byte> bytes)
    {
        BodyFraming framing = MessageFraming.OfRequest(head, bytes);
        ConnectionOptions connection = HopByHop.MarkRequest(head, bytes);
        foreach ((string key, string value) in wireCase.Expectations)
        {
            switch (key)
            {
                case "method":
                    Assert.Equal(value, head.Method.ToString());
                    break;
                case "form":
                    Assert.Equal(value, head.Form.ToString());
                    break;
                case "target":
                    Assert.Equal(value, WireText.Encode(head.Target.Of(bytes)));
                    break;
                case "authority":
                    Assert.Equal(value, WireText.Encode(head.Authority.Of(bytes)));
                    break;
                case "host":
                    Assert.Equal(value, WireText.Encode(head.Host.Of(bytes)));
                    break;
                case "path":
                    Assert.Equal(value, WireText.Encode(head.Path.Of(bytes)));
                    break;
                case "query":
                    Assert.True(head.HasQuery);
                    Assert.Equal(value, WireText.Encode(head.Query.Of(bytes)));
                    break;
                case "noquery":
                    Assert.False(head.HasQuery);
                    Assert.True(head.Query.IsEmpty);
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
