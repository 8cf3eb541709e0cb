namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Expectations that requests and responses have in common: fields, framing, connection, forwarding.</summary>
internal static class SharedExpectations
{
    public static void Check(
        WireCase wireCase,
        string key,
        string value,
        FieldTable fields,
        ReadOnlySpan<byte> bytes,
        BodyFraming framing,
        ConnectionOptions connection)
    {
        switch (key)
        {
            case "field":
                // All field lines of a case are compared at its first one, so that none is missing and none too many.
                Assert.Equal(
                    wireCase.Expectations.Where(item => item.Key == "field").Select(item => Normalised(item.Value)),
                    Lines(fields, bytes));
                break;
            case "framing":
                Assert.Equal(value, Describe(framing));
                break;
            case "connection":
                Assert.Equal(value, Describe(connection));
                break;
            case "forward":
                Assert.Equal(value, Forwarded(fields, bytes));
                break;
            default:
                Assert.Fail($"unknown expectation {key} in case {wireCase.Name}");
                break;
        }
    }

    public static string Describe(BodyFraming framing) => framing switch
    {
        { Reject: not RejectReason.None } => $"rejected {RejectReasons.Name(framing.Reject)}",
        { Kind: BodyKind.None } => "none",
        { Kind: BodyKind.Length } => $"length {framing.Length}",
        { Kind: BodyKind.Chunked } => "chunked",
        _ => "until-close",
    };

    public static List<string> Lines(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        List<string> lines = [];
        foreach (FieldLine line in fields.Lines)
        {
            lines.Add($"{WireText.Encode(line.Name(bytes))}: {WireText.Encode(line.Value(bytes))}");
        }

        return lines;
    }

    private static string Normalised(string text) => WireText.Encode(WireText.Decode(text));

    private static string Describe(ConnectionOptions connection) => connection switch
    {
        { Reject: not RejectReason.None } => $"rejected {RejectReasons.Name(connection.Reject)}",
        { IsPersistent: true } => "persistent",
        _ => "close",
    };

    private static string Forwarded(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        List<string> names = [];
        foreach (FieldLine line in fields.Lines)
        {
            if (!line.Dropped)
            {
                names.Add(WireText.Encode(line.Name(bytes)));
            }
        }

        return string.Join(' ', names);
    }
}
